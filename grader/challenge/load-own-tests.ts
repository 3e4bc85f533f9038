/** Loads what own tests are run on: the correct implementations and the mutants marked for it. */

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { z } from 'zod';
import { ChallengeError } from '../errors.ts';
import type { ChallengeManifest, MarkedMutant, OwnTestsPlan } from '../model/challenge.ts';
import { nearestName } from '../nearest-name.ts';
import { parseDocument } from '../parse-document.ts';
import { editSchema } from './edit-schema.ts';
import type { HashedFile } from './hash-challenge.ts';

const marksSchema = z.strictObject({
  schema: z.literal('grade.own-tests/1'),
  /** Names in `samples/`; the reference comes first anyway. */
  correct: z.array(z.string()).min(1),
  /** Names of the skeleton's tests. */
  given: z.array(z.string()),
  mutants: z
    .array(
      z.strictObject({
        id: z.string(),
        theme: z.string(),
        title: z.string().min(1).max(160),
        hangs: z.boolean().default(false),
        linked: z.boolean().default(false),
        /** For a mutant of its own; without them the id is one of `mutants.json`. */
        edits: z.array(editSchema).min(1).exactOptional(),
      }),
    )
    .min(1),
});

/** As much of `mutants.json` as is needed here. */
const mutantsSchema = z.object({
  mutants: z.array(z.object({ id: z.string(), edits: z.array(editSchema) })),
});

type Marks = z.output<typeof marksSchema>;
type Edits = ReadonlyMap<string, MarkedMutant['edits']>;

export interface OwnTestsSource {
  readonly manifest: ChallengeManifest;
  readonly root: string;
  readonly referenceRoot: string;
  readonly skeletonRoot: string;
  /** The pack's folder as errors name it. */
  readonly where: string;
}

export interface LoadedOwnTests {
  readonly plan: OwnTestsPlan | null;
  /** Everything that decides how own tests are judged. */
  readonly files: readonly HashedFile[];
}

/** Rejects with a `ChallengeError` for unknown mutants, themes or samples. */
export async function loadOwnTests(source: OwnTestsSource): Promise<LoadedOwnTests> {
  if (source.manifest.ownTests === undefined) return { plan: null, files: [] };
  const [marks, mutants] = await Promise.all([
    readDocument(source, 'own-tests.json', marksSchema),
    readDocument(source, 'mutants.json', mutantsSchema),
  ]);
  const edits = new Map(mutants.value.mutants.map((mutant) => [mutant.id, mutant.edits] as const));
  const problems = problemsIn(marks.value, source.manifest, edits);
  if (problems.length > 0) {
    throw new ChallengeError(problems.map((problem) => `${source.where}/own-tests.json: ${problem}`).join('\n'));
  }
  const reference = { id: 'reference', root: source.referenceRoot, linked: false };
  const correct = [
    reference,
    ...marks.value.correct.map((id) => ({ id, root: path.join(source.root, 'samples', id), linked: false })),
  ];
  const [sources, given] = await Promise.all([
    Promise.all(correct.map(({ id, root }) => readSources(id, root, source.where))),
    readFolder(path.join(source.skeletonRoot, 'tests'), 'given-tests').catch(ifMissing),
  ]);
  const isLinked = marks.value.mutants.some(({ linked }) => linked);
  return {
    plan: {
      correct: isLinked ? [...correct, { ...reference, id: 'reference, linked', linked: true }] : correct,
      given: marks.value.given,
      mutants: marks.value.mutants.map((mark) => ({ ...mark, edits: editsOf(mark, edits) })),
    },
    files: [marks.file, mutants.file, ...sources.flat(), ...given],
  };
}

function problemsIn({ mutants }: Marks, { ownTests }: ChallengeManifest, edits: Edits): readonly string[] {
  const themes = ownTests?.themes.map(({ id }) => id) ?? [];
  const ids = mutants.map(({ id }) => id);
  const used = new Set(mutants.map(({ theme }) => theme));
  return [
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `${id} is there more than once`),
    ...mutants.flatMap(({ id, theme, edits: own }) => [
      ...(themes.includes(theme) ? [] : [`${id} has the theme ${unknown(theme, themes)}`]),
      ...(own !== undefined || edits.has(id) ? [] : [`there is no mutant ${unknown(id, [...edits.keys()])}`]),
      ...(own !== undefined && edits.has(id) ? [`${id} is in mutants.json, with edits of its own`] : []),
    ]),
    ...themes.filter((id) => !used.has(id)).map((id) => `no mutant has the theme ${JSON.stringify(id)}`),
  ];
}

function editsOf({ id, edits: own }: Marks['mutants'][number], edits: Edits): MarkedMutant['edits'] {
  return own ?? edits.get(id) ?? [];
}

function unknown(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return nearest === null ? JSON.stringify(name) : `${JSON.stringify(name)}; did you mean ${JSON.stringify(nearest)}?`;
}

async function readDocument<T>(
  { root, where }: OwnTestsSource,
  name: string,
  schema: z.ZodType<T>,
): Promise<{ readonly value: T; readonly file: HashedFile }> {
  const content = await readFile(path.join(root, name)).catch((cause: unknown) => {
    throw new ChallengeError(`${where}/${name}: the file is missing`, { cause });
  });
  const parsed = parseDocument(content.toString('utf8'), schema);
  if (!parsed.ok) throw new ChallengeError(parsed.problems.map((line) => `${where}/${name}: ${line}`).join('\n'));
  return { value: parsed.value, file: { name, content } };
}

/** Every file below `src/` of a correct implementation. */
async function readSources(id: string, root: string, where: string): Promise<readonly HashedFile[]> {
  return readFolder(path.join(root, 'src'), `implementations/${id}`).catch((cause: unknown) => {
    throw new ChallengeError(`${where}/own-tests.json: ${JSON.stringify(id)} has no folder src`, { cause });
  });
}

function ifMissing(error: unknown): [] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
  throw error;
}

async function readFolder(folder: string, name: string): Promise<readonly HashedFile[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return Promise.all(
    files.map(async (file) => ({
      name: `${name}/${path.relative(folder, file).split(path.sep).join('/')}`,
      content: await readFile(file),
    })),
  );
}
