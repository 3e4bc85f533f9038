import { expect, it } from 'vitest';
import { loadChallenge } from '../../grader/challenge/load-challenge.ts';
import { KIT_ROOT } from '../../grader/sandbox/kit-root.ts';
import { judgeMutants } from '../../grader/verify/judge-mutants.ts';
import { loadMutants } from '../../grader/verify/mutants.ts';

const challenge = await loadChallenge(KIT_ROOT, 'idempotent-payments');
const mutants = await loadMutants(challenge);
const loadRule = challenge.rules.find(({ check }) => check === 'load')?.id;
/** How the load check sees a mutant depends on the machine: `scripts/mutant-table.ts` shows it. */
const exact = mutants.filter(({ breaks }) => breaks[0] !== loadRule);

it('are at least 40, spread over every rule of store and processor', () => {
  expect(mutants.length).toBeGreaterThanOrEqual(40);
  const broken = new Set(mutants.flatMap(({ breaks }) => breaks));
  const rules = challenge.rules.filter(({ check }) => check === 'rules' || check === 'patterns').map(({ id }) => id);
  expect(rules.filter((id) => !broken.has(id))).toEqual([]);
});

it('each lose the rule that they break', { timeout: 1_200_000 }, async () => {
  const signal = new AbortController().signal;
  const survivors: string[] = [];
  for await (const { mutant, killed, lost, faults } of judgeMutants({ challenge, mutants: exact, seed: 1, signal })) {
    expect(faults).toEqual([]);
    if (!killed)
      survivors.push(`${mutant.id} breaks ${mutant.breaks.join(', ')} and loses ${lost.join(', ') || 'nothing'}`);
  }
  expect(survivors).toEqual([]);
});
