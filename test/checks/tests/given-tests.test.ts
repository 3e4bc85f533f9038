import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { judgeSuiteOf, whole } from '../../support/judge-suite-of.ts';
import { submissionLikeReference } from '../../support/submission-folder.ts';

const plan = whole.ownTestsPlan ?? expect.unreachable();
/** With the reference alone. */
const challenge = { ...whole, ownTestsPlan: { ...plan, correct: plan.correct.slice(0, 1), mutants: [] } };
const FOLDER = join(whole.skeletonRoot, 'tests');
const GIVEN = (await readdir(FOLDER)).filter((name) => name.endsWith('.test.ts'));

/** Top-level names that the given tests have too: bundling renames one of them. */
const OWN = `
  import { expect, it } from 'vitest';
  import { createIdempotencyStore } from '../src/idempotency-store.ts';
  import { claim } from './support/claim.ts';
  const [startAt, ttlMs, payload, lost] = [0, 1_000, 1, 2];
  let now = startAt;
  const clock = { now: () => now };
  const store = createIdempotencyStore({ ttlMs, clock });
  it('expires', async () => {
    await claim(store, 'k');
    now = ttlMs;
    await expect(store.get('k')).rejects.toThrow();
    expect([payload, lost]).toEqual([1, 2]);
  });`;

/** The given tests, each file as `change` leaves it, and one test beside them; by name, those that count. */
async function countedOf(
  change: (text: string) => string,
  into = 'my-',
  given = plan.given.length,
): Promise<readonly string[]> {
  const files = GIVEN.map(async (name) => {
    const text = await readFile(join(FOLDER, name), 'utf8');
    return [`tests/${into}${name}`, change(text)] as const;
  });
  const all = { ...Object.fromEntries(await Promise.all(files)), 'tests/aa-own.test.ts': OWN };
  const submission = await submissionLikeReference(all);
  await cp(join(FOLDER, 'support'), join(submission, 'tests/support'), { recursive: true });
  const { tests, problems } = await judgeSuiteOf(submission, challenge);
  expect(problems).toEqual([`${given} tests are from the skeleton and not scored`]);
  return tests.map(({ name, verdict }) => `${verdict} ${name}`);
}

const OWN_ALONE = ['valid aa-own.test.ts > expires'];

it('leaves out the tests of the skeleton under the names that they were given', async () => {
  expect(await countedOf((text) => text, '')).toEqual(OWN_ALONE);
});

it('leaves them out in files of other names, and in other suites', async () => {
  expect(await countedOf((text) => text)).toEqual(OWN_ALONE);
  expect(await countedOf((text) => text.replaceAll("describe('", "describe('my "), '')).toEqual(OWN_ALONE);
});

it('leaves them out with other titles, in another layout and declared by test', async () => {
  const change = (text: string): string =>
    text
      .replaceAll("  it('", "\n\ttest( 'it ")
      .replaceAll('expect, it }', 'expect, test }')
      .replaceAll(';\n', ' ;\n\n');
  expect(await countedOf(change)).toEqual(OWN_ALONE);
});

it('counts one that was changed', async () => {
  const change = (text: string): string => text.replaceAll('response: null', 'response: false');
  expect(await countedOf(change, 'my-', plan.given.length - 1)).toEqual([
    ...OWN_ALONE,
    'valid my-store-settle.test.ts > settling a record > rejects with NOT_FOUND, STALE_CLAIM and ALREADY_FINAL (S5)',
  ]);
});
