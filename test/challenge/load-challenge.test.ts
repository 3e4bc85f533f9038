import { cp, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { PATTERN_IDS } from '../../grader/checks/patterns/pattern-infos.ts';
import { listChallenges, loadChallenge } from '../../grader/challenge/load-challenge.ts';
import { ChallengeError, UsageError } from '../../grader/errors.ts';

const repository = path.resolve(import.meta.dirname, '../..');
const id = 'idempotent-payments';
let kit = '';

/** The correct implementations that own tests are run on. */
const CORRECT = ['reads-before-claiming', 'results-and-recursion', 'sha-256-fingerprints', 'slow-but-honest'];

async function writeAt(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(kit, file)), { recursive: true });
  await writeFile(path.join(kit, file), text);
}

/** A kit with the real manifest, one suite and stand-ins for the given files. */
beforeEach(async () => {
  kit = await mkdtemp(path.join(tmpdir(), 'kit-'));
  await mkdir(path.join(kit, 'challenges', id, 'suites', 'parts'), { recursive: true });
  await mkdir(path.join(kit, 'skeleton', id, 'src'), { recursive: true });
  await cp(path.join(repository, 'challenges', id, 'challenge.json'), inPack('challenge.json'));
  await cp(path.join(repository, 'challenges', id, 'mutants.json'), inPack('mutants.json'));
  await cp(path.join(repository, 'challenges', id, 'own-tests.json'), inPack('own-tests.json'));
  for (const sample of CORRECT) await writeAt(`challenges/${id}/samples/${sample}/src/store.ts`, 'export {};\n');
  await writeAt(`reference/${id}/src/store.ts`, 'export {};\n');
  await writeFile(inPack('suites/store.suite.ts'), 'export {};\n');
  await writeFile(inPack('suites/parts/steps.ts'), 'export const steps = 1;\n');
  await writeFile(path.join(kit, 'skeleton', id, 'src/contract.ts'), 'export type Contract = 1;\n');
  await writeFile(path.join(kit, 'skeleton', id, 'globals.d.ts'), 'export {};\n');
});

afterEach(() => rm(kit, { recursive: true, force: true }));

function inPack(file: string): string {
  return path.join(kit, 'challenges', id, file);
}

async function editManifest(from: string | RegExp, to: string): Promise<void> {
  const before = await readFile(inPack('challenge.json'), 'utf8');
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  await writeFile(inPack('challenge.json'), after);
}

async function problem(): Promise<string> {
  const error: unknown = await loadChallenge(kit, id).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ChallengeError);
  return error instanceof Error ? error.message : '';
}

describe('a sound pack', () => {
  it('loads with its suites, folders and rules', async () => {
    const challenge = await loadChallenge(kit, id);
    expect(challenge.suites).toEqual([inPack('suites/store.suite.ts')]);
    expect(challenge.skeletonRoot).toBe(path.join(kit, 'skeleton', id));
    expect(challenge.rules).toHaveLength(30);
    expect(challenge.hash).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('has the points that the rules promise', async () => {
    const { rules } = await loadChallenge(kit, id);
    const points = (part: string) =>
      rules.filter((rule) => rule.part === part).reduce((sum, rule) => sum + rule.points, 0);
    expect(['quality', 'store', 'processor', 'together', 'tests', 'load'].map(points)).toEqual([5, 25, 35, 5, 20, 10]);
    expect(rules.filter(({ cap }) => cap !== undefined).map(({ id: rule, cap }) => [rule, cap])).toEqual([
      ['S2', 59],
      ['S5', 69],
      ['P3', 59],
      ['P12', 69],
    ]);
  });

  it('sets a severity for every pattern that the kit knows', async () => {
    expect(Object.keys((await loadChallenge(kit, id)).patterns).sort()).toEqual([...PATTERN_IDS].sort());
  });

  it('keeps its hash when it moves', async () => {
    const { hash } = await loadChallenge(kit, id);
    const moved = `${kit}-moved`;
    await rename(kit, moved);
    kit = moved;
    expect((await loadChallenge(kit, id)).hash).toBe(hash);
  });

  it.each([
    ['a suite', () => writeFile(inPack('suites/store.suite.ts'), 'export {}; \n')],
    ['a module of the suites', () => writeFile(inPack('suites/parts/steps.ts'), 'export const steps = 2;\n')],
    ['a file name', () => rename(inPack('suites/parts/steps.ts'), inPack('suites/parts/step.ts'))],
    ['a given file', () => writeFile(path.join(kit, 'skeleton', id, 'globals.d.ts'), '')],
    ['a test that is given', () => writeAt(`skeleton/${id}/tests/store.test.ts`, 'export {};\n')],
    ['the manifest', () => editManifest('"version": "1.0.0"', '"version": "1.0.1"')],
  ])('gets another hash when %s changes', async (_, change) => {
    const { hash } = await loadChallenge(kit, id);
    await change();
    expect((await loadChallenge(kit, id)).hash).not.toBe(hash);
  });
});

describe('an unknown challenge', () => {
  it('is a usage error that lists the known ones and guesses', async () => {
    const loading = loadChallenge(kit, 'idempotent-payment');
    await expect(loading).rejects.toThrow(UsageError);
    await expect(loading).rejects.toThrow(/known are: idempotent-payments\. Did you mean idempotent-payments\?/);
  });

  it('cannot lead out of the kit', async () => {
    await expect(loadChallenge(kit, `../challenges/${id}`)).rejects.toThrow(UsageError);
  });

  it('is all that a folder without challenges has', async () => {
    expect(await listChallenges(path.join(kit, 'skeleton'))).toEqual([]);
    await expect(loadChallenge(path.join(kit, 'skeleton'), id)).rejects.toThrow('this kit has none');
  });
});

describe('a broken pack is a challenge error', () => {
  it('for a missing manifest', async () => {
    await rm(inPack('challenge.json'));
    expect(await problem()).toBe(`challenges/${id}/challenge.json: the file is missing`);
  });

  it('for invalid JSON, with line and column', async () => {
    await editManifest('"gates": ["Q1", "Q2"],', '"gates": ["Q1", "Q2"],,');
    const lines = (await readFile(inPack('challenge.json'), 'utf8')).split('\n');
    const line = lines.findIndex((text) => text.includes(',,'));
    const column = (lines[line] ?? '').indexOf(',,') + 2;
    expect(await problem()).toContain(`challenge.json: not valid JSON at line ${line + 1}, column ${column}: `);
  });

  it.each([
    ['a misspelt field', '"summary"', '"sumary"', 'rules[0]: unknown field "sumary"; did you mean "summary"?'],
    [
      'a misspelt nested field',
      '"fullAtMost"',
      '"fullAtmost"',
      'load.cost: unknown field "fullAtmost"; did you mean "fullAtMost"?',
    ],
    ['a wrong type', '"points": 2', '"points": "2"', 'rules[0].points: '],
    ['an unknown check', '"check": "types"', '"check": "type"', 'rules[0].check: '],
    ['an unknown severity', /"patterns": \{[^}]*\}/, '"patterns": { "no-x": "warn" }', 'patterns.no-x: '],
    ['a given file outside the submission', '"globals.d.ts"', '"../globals.d.ts"', 'givenFiles[1]: '],
    ['a rule id that is there twice', '"id": "S2"', '"id": "S1"', 'rules: "S1" is there more than once'],
    [
      'an undeclared part',
      '"part": "store"',
      '"part": "stor"',
      'rules: S1 is in part "stor", which is not declared; did you mean "store"?',
    ],
    ['a gate on an unknown rule', '"gates": ["Q1"', '"gates": ["Q9"', 'gates: no rule has the id "Q9"'],
    ['a gate that nothing can trip', '"gates": ["Q1"', '"gates": ["S1"', 'gates: S1 has the check "rules"'],
    ['points that do not sum to 100', '"points": 2', '"points": 3', 'rules: the points sum to 101 instead of 100'],
    [
      'bands that miss the load rule’s points',
      '"points": 6',
      '"points": 5',
      'load: the bands have 9 points, rule W2 has 10',
    ],
    ['bands upside down', '"fullAtMost": 3', '"fullAtMost": 30', 'load.cost: fullAtMost must be below zeroFrom'],
    ['two rules on one check', '"check": "patterns"', '"check": "types"', 'rules: Q1, Q2 share the check "types"'],
    ['another id than its folder’s', `"id": "${id}"`, '"id": "other"', 'id: "other" is not the folder\'s name'],
  ])('for %s', async (_, from, to, message) => {
    await editManifest(from, to);
    expect(await problem()).toContain(`challenges/${id}/challenge.json: ${message}`);
  });

  it('for a pack without suites', async () => {
    await rename(inPack('suites/store.suite.ts'), inPack('suites/store.test.ts'));
    expect(await problem()).toBe(`challenges/${id}/suites: there is no *.suite.ts`);
    await rm(inPack('suites'), { recursive: true });
    expect(await problem()).toBe(`challenges/${id}/suites: the folder is missing`);
  });

  it('for a given file that the skeleton does not have', async () => {
    await rm(path.join(kit, 'skeleton', id, 'src/contract.ts'));
    expect(await problem()).toBe(`skeleton/${id}/src/contract.ts: the file is missing`);
  });

  it('for a link among the suites, whose target the hash would not cover', async () => {
    await symlink(inPack('challenge.json'), inPack('suites/link.suite.ts'));
    expect(await problem()).toBe(`challenges/${id}/suites/link.suite.ts: expected a regular file`);
  });
});
