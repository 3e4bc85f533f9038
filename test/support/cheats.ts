/** The cheat corpus: submissions that try to get more than they deserve, each beside an honest twin. */

import { createHash } from 'node:crypto';
import { cp, lstat, mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { editSchema } from '../../grader/challenge/edit-schema.ts';
import type { Challenge } from '../../grader/model/challenge.ts';
import { CHECK_NAMES } from '../../grader/model/challenge.ts';
import type { Report } from '../../grader/model/report.ts';
import { FORMATS } from '../../grader/reporters/formats.ts';
import { renderReport } from '../../grader/reporters/reporters.ts';
import { KIT_ROOT } from '../../grader/sandbox/kit-root.ts';
import { applyEdit } from '../../grader/verify/mutants.ts';

/** What a cheat is laid over, and compared with. */
const TWINS = ['skeleton', 'reference', 'no-store', 'type-error', 'any-slip'] as const;
export type Twin = (typeof TWINS)[number];

const cheatSchema = z.strictObject({
  idea: z.string().min(10),
  twin: z.enum(TWINS),
  /** What makes the cheat, and what makes its own honest twin, of the files of `twin`. */
  edits: z.array(editSchema).default([]),
  twinEdits: z.array(editSchema).default([]),
  checks: z.array(z.enum(CHECK_NAMES)).min(1),
});

export interface Cheat extends z.infer<typeof cheatSchema> {
  readonly name: string;
  readonly folder: string;
}

const CORPUS = join(KIT_ROOT, 'test/cheats');

/** All cheats by name. */
export async function loadCheats(): Promise<readonly Cheat[]> {
  const entries = await readdir(CORPUS, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    names.toSorted().map(async (name) => {
      const folder = join(CORPUS, name);
      return { name, folder, ...cheatSchema.parse(JSON.parse(await readFile(join(folder, 'cheat.json'), 'utf8'))) };
    }),
  );
}

/** Files that make the honest twin out of the skeleton or the model answer. */
const TWIN_FILES: Readonly<Record<Twin, Readonly<Record<string, string>>>> = {
  skeleton: {},
  reference: {},
  'no-store': {
    'src/idempotency-store.ts': `export function createIdempotencyStore() {\n  throw new Error('not done');\n}\n`,
  },
  'type-error': { 'src/slip.ts': `export const slip: number = 'text';\n` },
  'any-slip': { 'src/slip.ts': 'export const slip = (value: any): any => value;\n' },
};

/** Writes the honest twin of a cheat into the empty folder `into`. */
export async function writeTwinOf({ name, twin, twinEdits }: Cheat, into: string): Promise<void> {
  await writeTwin(twin, into);
  for (const edit of twinEdits) await applyEdit(edit, `the twin of ${name}`, into);
}

/** Writes one of the common twins into the empty folder `into`. */
export async function writeTwin(twin: Twin, into: string): Promise<void> {
  const base = twin === 'skeleton' ? 'skeleton' : 'reference';
  await cp(join(KIT_ROOT, base, 'idempotent-payments'), into, { recursive: true });
  await writeFiles(into, TWIN_FILES[twin]);
}

/** Writes the cheat into the empty folder `into`. In sources `/KIT` stands for the kit's own folder, `/PACK` for that of the hidden files. */
export async function writeCheat(cheat: Cheat, into: string, pack: string = KIT_ROOT): Promise<void> {
  await writeTwin(cheat.twin, into);
  for (const edit of cheat.edits) await applyEdit(edit, cheat.name, into);
  const entries = await readdir(cheat.folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((it) => it.isFile() && it.name !== 'cheat.json')) {
    const from = join(entry.parentPath, entry.name);
    const text = (await readFile(from, 'utf8')).replaceAll('/KIT/', `${KIT_ROOT}/`).replaceAll('/PACK/', `${pack}/`);
    await writeFiles(into, { [from.slice(cheat.folder.length + 1)]: text });
  }
}

async function writeFiles(into: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(into, path)), { recursive: true });
    await writeFile(join(into, path), text);
  }
}

/** A folder with a challenge pack like the kit's, in which the files of the hidden suites have `secret` for a neighbour. */
export async function packWith(secret: string): Promise<string> {
  const root = await mkdtemp(join(KIT_ROOT, 'test/.pack-'));
  for (const name of ['challenges', 'reference', 'skeleton']) {
    await cp(join(KIT_ROOT, name), join(root, name), { recursive: true });
  }
  await symlink(join(KIT_ROOT, 'grader'), join(root, 'grader'));
  for (const folder of ['', 'suites']) {
    await writeFile(join(root, 'challenges/idempotent-payments', folder, 'secret.ts'), `export default '${secret}';\n`);
  }
  return root;
}

const SUITES = ['/claims.suite.ts', '/paying.suite.ts'];
/** For cheats that hide a bug of their own. */
const MORE_SUITES = [...SUITES, '/timeouts.suite.ts', '/growth-cost.suite.ts', '/expiry-clock-steps.suite.ts'];

/** The suites that tell whether a cheat gains anything. */
export function suitesFor({ twinEdits }: Pick<Cheat, 'twinEdits'>): readonly string[] {
  return twinEdits.length > 0 ? MORE_SUITES : SUITES;
}

/** The challenge with some of its suites only: a cheat works on all of them or on none. */
export function withSuites(challenge: Challenge, names: readonly string[]): Challenge {
  return { ...challenge, suites: challenge.suites.filter((path) => names.some((name) => path.endsWith(name))) };
}

/** Names and content of everything below the folders: whatever is written there changes it. */
export async function treeHash(folders: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
    for (const path of paths.toSorted()) {
      hash.update(`\0${path}\0`);
      if ((await lstat(path)).isFile()) hash.update(await readFile(path));
    }
  }
  return hash.digest('hex');
}

/** The kit's own folders: the product and what never leaves the company. */
export const KIT_FOLDERS = ['challenges', 'reference', 'skeleton', 'grader'].map((name) => join(KIT_ROOT, name));

/** The report in every format, for every audience. */
export function everyOutput(report: Report, challenge: Challenge): string {
  const paths = { html: null, json: null };
  const audiences = ['interviewer', 'candidate', 'auditor'] as const;
  return audiences
    .flatMap((audience) =>
      FORMATS.map((format) =>
        renderReport(report, format, { audience, challenge, resultHash: null, colorLevel: 0, width: 100, paths }),
      ),
    )
    .join('\n');
}

/** Which cases ran, rule by rule. */
export function casesRun(report: Report): readonly string[] {
  return report.result.rules.map(({ id, cases, casesHash }) => `${id} ${cases} ${casesHash}`);
}

/** Command lines of processes that name `marker`. */
export async function processesNaming(marker: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.includes(marker));
}
