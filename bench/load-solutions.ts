/** Solutions whose band under load is known. */

import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { KIT_ROOT } from '../grader/sandbox/kit-root.ts';
import type { SourceEdit } from '../grader/model/challenge.ts';
import { applyEdit } from '../grader/verify/mutants.ts';

export interface Solution {
  readonly name: string;
  /** The points that it must get. */
  readonly points: number;
  /** The folder that it is, or whose files are edited, relative to the kit. */
  readonly base: string;
  readonly edits: readonly SourceEdit[];
}

const REFERENCE = 'reference/idempotent-payments';
const SAMPLES = 'challenges/idempotent-payments/samples';
const STORE = 'src/idempotency-store.ts';
const PROCESSOR = 'src/payment-processor.ts';

const sample = (name: string, points = 10): Solution => ({ name, points, base: `${SAMPLES}/${name}`, edits: [] });

export const SOLUTIONS: readonly Solution[] = [
  { name: 'reference', points: 10, base: REFERENCE, edits: [] },
  sample('promise-chains'),
  {
    name: 'O(n) claim',
    points: 4,
    base: REFERENCE,
    edits: [
      {
        file: STORE,
        find: '      if (next === undefined || now < next.dueAt) return;\n      drop(next);',
        replace:
          '      if (next === undefined) return;\n      for (const entry of entries.values()) if (now >= entry.dueAt) drop(entry);\n      return;',
      },
    ],
  },
  {
    name: 'copied map',
    points: 4,
    base: REFERENCE,
    edits: [
      {
        file: STORE,
        find: '  const entries = new Map<string, Entry>();',
        replace: '  let entries = new Map<string, Entry>();',
      },
      {
        file: STORE,
        find: '    entries.set(record.key, entry);',
        replace: '    entries = new Map([...entries, [record.key, entry]]);',
      },
    ],
  },
  {
    name: 'leaking store',
    points: 6,
    base: REFERENCE,
    edits: [{ file: STORE, find: 'const DROPS_PER_CLAIM = 2;', replace: 'const DROPS_PER_CLAIM = 0;' }],
  },
  {
    name: 'leaking processor',
    points: 8,
    base: REFERENCE,
    edits: [
      {
        file: PROCESSOR,
        find: '  const runs = new Map<string, Promise<JsonValue>>();\n',
        replace:
          '  const runs = new Map<string, Promise<JsonValue>>();\n  const past = new Map<string, Promise<JsonValue>>();\n',
      },
      {
        file: PROCESSOR,
        find: '    runs.set(name, run);\n',
        replace: '    runs.set(name, run);\n    past.set(name, run);\n',
      },
    ],
  },
  {
    name: 'slow payments',
    points: 4,
    base: REFERENCE,
    edits: [
      {
        file: PROCESSOR,
        find: '      checkKey(idempotencyKey);\n',
        replace:
          '      checkKey(idempotencyKey);\n      for (let spin = 0, sum = 0; spin < 800_000; spin += 1) sum += Math.sqrt(spin);\n',
      },
    ],
  },
  {
    name: 'store that throws everywhere',
    points: 0,
    base: REFERENCE,
    edits: [
      {
        file: STORE,
        find: '      const now = clock.now();\n      const held',
        replace: "      if (ttlMs > 0) throw new Error('not now');\n      const now = clock.now();\n      const held",
      },
    ],
  },
];

/** Writes a solution into the folder `into`. */
export async function writeSolution({ name, base, edits }: Solution, into: string): Promise<void> {
  await cp(join(KIT_ROOT, base), into, { recursive: true });
  for (const edit of edits) await applyEdit(edit, name, into);
}
