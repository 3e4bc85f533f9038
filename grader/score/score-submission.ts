/** Turns evidence into verdicts and points. Pure: no disk, no clock, no randomness. */

import type { ChallengeManifest } from '../model/challenge.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Gate, LoadResult, Points, RuleResult, Score } from '../model/report.ts';
import { judgeGate } from './judge-gate.ts';
import { scoreLoad } from './score-load.ts';
import { scoreRule } from './score-rule.ts';
import { totalPoints } from './total-points.ts';

/** What one submission has earned. */
export interface SubmissionScore {
  readonly gate: Gate;
  /** Every rule but the load rule, in the challenge's order. */
  readonly rules: readonly RuleResult[];
  /** The load rule, which depends on the machine. */
  readonly load: LoadResult;
  /** Over `rules` alone. */
  readonly points: Points;
  /** Over `rules` and `load`. */
  readonly score: Score;
}

/** Scores the evidence by the challenge's rubric. The challenge has exactly one load rule, which its loader makes sure of. */
export function scoreSubmission(challenge: ChallengeManifest, evidence: Evidence): SubmissionScore {
  const rules = challenge.rules
    .filter((rule) => rule.check !== 'load')
    .map((rule) => scoreRule(rule, evidence, challenge.ownTests));
  const load = scoreLoad(challenge, evidence.load);
  const all = [...rules, load];
  return {
    gate: judgeGate(challenge, evidence),
    rules,
    load,
    points: totalPoints(challenge, rules),
    score: {
      ...totalPoints(challenge, all),
      rulesMet: all.filter(({ verdict }) => verdict === 'met').length,
      rulesMeasured: all.filter(({ verdict }) => verdict === 'met' || verdict === 'not-met').length,
    },
  };
}
