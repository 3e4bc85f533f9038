/**
 * Prints which rules each mutant of a challenge loses: `node scripts/mutant-table.ts [challenge] [id part]`.
 * Exits with 1 when a mutant keeps the rule that it breaks.
 */

import { parseArgs } from 'node:util';
import { loadChallenge } from '../grader/challenge/load-challenge.ts';
import { KIT_ROOT } from '../grader/sandbox/kit-root.ts';
import { judgeMutants, type MutantVerdict } from '../grader/verify/judge-mutants.ts';
import { loadMutants } from '../grader/verify/mutants.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' } },
});
const [id = 'idempotent-payments', part = ''] = positionals;
const challenge = await loadChallenge(KIT_ROOT, id);
const mutants = (await loadMutants(challenge)).filter((mutant) => mutant.id.includes(part));
const width = Math.max(...mutants.map((mutant) => mutant.id.length));
const rules = challenge.rules.map((rule) => rule.id);

console.log(`${'mutant'.padEnd(width)}  ${rules.map((rule) => rule.padEnd(3)).join(' ')}`);
const verdicts: MutantVerdict[] = [];
const signal = new AbortController().signal;
for await (const verdict of judgeMutants({ challenge, mutants, seed: Number(values.seed), signal })) {
  verdicts.push(verdict);
  const cells = rules.map((rule) => cell(verdict, rule).padEnd(3));
  console.log(
    `${verdict.mutant.id.padEnd(width)}  ${cells.join(' ')}${verdict.killed ? '' : `  SURVIVES ${verdict.mutant.breaks[0]}`}`,
  );
  for (const fault of verdict.faults) console.log(`  fault: ${fault}`);
}
const survivors = verdicts.filter(({ killed }) => !killed);
const lostCounts = verdicts.map(({ lost }) => lost.length).sort((one, other) => one - other);
console.log(
  `\n${verdicts.length - survivors.length} of ${verdicts.length} mutants lose the rule that they break; ` +
    `the median mutant loses ${lostCounts[Math.floor(lostCounts.length / 2)]} (x: the rule it breaks, o: another one).`,
);
process.exitCode = survivors.length === 0 ? 0 : 1;

function cell({ mutant, lost }: MutantVerdict, rule: string): string {
  if (!lost.includes(rule)) return mutant.breaks.includes(rule) ? '?' : '.';
  return mutant.breaks.includes(rule) ? 'x' : 'o';
}
