/** The challenge's mutants: the reference with one bug each, which must cost the rule that the bug breaks. */

import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { editSchema } from '../challenge/edit-schema.ts';
import { ChallengeError } from '../errors.ts';
import type { Challenge, SourceEdit } from '../model/challenge.ts';
import { parseDocument } from '../parse-document.ts';

export interface Mutant {
  readonly id: string;
  /** The bug in plain words. */
  readonly title: string;
  /** Ids of the rules that the bug costs: the first is its own and must be lost, the others may be lost with it, and no further ones. */
  readonly breaks: readonly [string, ...string[]];
  readonly edits: readonly SourceEdit[];
}

const mutantsSchema = z.strictObject({
  schema: z.literal('grade.mutants/1'),
  mutants: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
      title: z.string().min(1),
      breaks: z.tuple([z.string()], z.string()),
      edits: z.array(editSchema).min(1),
    }),
  ),
});

/** The mutants in `mutants.json`; throws `ChallengeError` for a broken file, unknown rules or ids that occur twice. */
export async function loadMutants(challenge: Challenge): Promise<readonly Mutant[]> {
  const where = `challenges/${challenge.id}/mutants.json`;
  const parsed = parseDocument(await readFile(join(challenge.root, 'mutants.json'), 'utf8'), mutantsSchema);
  if (!parsed.ok) throw new ChallengeError(`${where}: ${parsed.problems.join('; ')}`);
  const { mutants } = parsed.value;
  const rules = new Set(challenge.rules.map(({ id }) => id));
  const ids = new Set<string>();
  for (const { id, breaks } of mutants) {
    if (ids.has(id)) throw new ChallengeError(`${where}: ${id} occurs twice`);
    ids.add(id);
    const unknown = breaks.find((rule) => !rules.has(rule));
    if (unknown !== undefined) throw new ChallengeError(`${where}: ${id} breaks ${unknown}, which is no rule`);
  }
  return mutants;
}

/** Writes the mutant as a submission of its own into the folder `into`. */
export async function writeMutant(mutant: Mutant, challenge: Challenge, into: string): Promise<void> {
  await cp(join(challenge.referenceRoot, 'src'), join(into, 'src'), { recursive: true });
  for (const edit of mutant.edits) await applyEdit(edit, `mutant ${mutant.id}`, into);
}

/** Applies an edit of `who` to the sources in the folder `into`; throws `ChallengeError` where it does not fit. */
export async function applyEdit({ file, find, replace }: SourceEdit, who: string, into: string): Promise<void> {
  const path = join(into, file);
  const source = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new ChallengeError(`${who} edits ${file}, which the reference does not have`, { cause });
  });
  const parts = source.split(find);
  if (parts.length !== 2) {
    throw new ChallengeError(`${who}: its text occurs ${parts.length - 1} times in ${file}, instead of once`);
  }
  await writeFile(path, parts.join(replace));
}
