import { expect, it } from 'vitest';
import { renderVerification } from '../../grader/verify/render-verification.ts';
import type { Verification } from '../../grader/verify/verification.ts';

const VERIFICATION: Verification = {
  challenge: { id: 'tea', version: '1.0.0', hash: 'sha256:0' },
  seeds: [1, 2],
  rules: [
    { id: 'S1', title: 'Boil', cases: 12, mutants: 2, lostBy: 1 },
    { id: 'W2', title: 'Load', cases: 0, mutants: 0, lostBy: 0 },
  ],
  submissions: [
    { kind: 'reference', name: 'reference', problems: [] },
    { kind: 'sample', name: 'with-milk', problems: ['S1 is not met: cold', '0 of 5 points'] },
  ],
  mutants: [
    { id: 'never-boils', breaks: ['S1'], lost: ['S1'], problems: [] },
    { id: 'boils-dry', breaks: ['S1', 'S2'], lost: ['S3'], problems: ['keeps S1, which it breaks'] },
  ],
  leftOut: ['drips'],
  medianLost: 1,
  redundant: ['boiling/takes its time'],
  errors: ['with-milk: S1 is not met: cold', 'boils-dry: keeps S1, which it breaks'],
};

const shown = { mutants: true, redundant: true };

it('tells rules, mutants, redundant cases, submissions and what has to be mended', () => {
  expect(renderVerification(VERIFICATION, shown)).toBe(`tea 1.0.0, seeds 1, 2

rule         cases  mutants  lost by
S1   Boil       12        2        1
W2   Load        -        -        -

never-boils  S1
boils-dry    S1? S2? S3!

redundant: boiling/takes its time

reference: as it must
sample with-milk: 2 problems
mutants: 1 of 2 lose their rule; the median one loses 1
left out without load: drips
cases: 12, of which 1 fail for no mutant

error: with-milk: S1 is not met: cold
error: boils-dry: keeps S1, which it breaks
2 to be mended.
`);
});

it('keeps long lists to itself unless they are asked for', () => {
  const text = renderVerification(VERIFICATION, { mutants: false, redundant: false });
  expect(text).not.toContain('never-boils');
  expect(text).not.toContain('redundant:');
});

it('shows the mutants and no figures of rules where only some mutants were judged', () => {
  const some: Verification = { ...VERIFICATION, redundant: null, errors: [] };
  const text = renderVerification(some, { mutants: false, redundant: false });
  expect(text).toContain('never-boils  S1\n');
  expect(text).not.toContain('lost by');
  expect(text).toContain('Nothing has to be mended.');
});
