/** What `grade verify` finds out about a challenge. */

/** A submission that comes with the challenge, and what it should not have scored. */
export interface SubmissionCheck {
  readonly kind: 'reference' | 'skeleton' | 'sample';
  readonly name: string;
  /** One line each; empty when it scores what it must under every seed. */
  readonly problems: readonly string[];
}

export interface MutantCheck {
  readonly id: string;
  /** Ids of the rules that its bug may cost, the main one first. */
  readonly breaks: readonly string[];
  /** Ids of the rules that it loses under the first seed, in the challenge's order. */
  readonly lost: readonly string[];
  /** One line each; empty when it loses its main rule and no rule that it does not name, under every seed. */
  readonly problems: readonly string[];
}

/** How well a rule is covered. */
export interface RuleCheck {
  readonly id: string;
  readonly title: string;
  /** Hidden cases. */
  readonly cases: number;
  /** Mutants whose main rule it is. */
  readonly mutants: number;
  /** Mutants that lose it. */
  readonly lostBy: number;
}

export interface Verification {
  readonly challenge: { readonly id: string; readonly version: string; readonly hash: string };
  readonly seeds: readonly number[];
  /** Every rule of the challenge, in its order. */
  readonly rules: readonly RuleCheck[];
  readonly submissions: readonly SubmissionCheck[];
  readonly mutants: readonly MutantCheck[];
  /** Ids of the mutants that were not judged, because load was not to be measured. */
  readonly leftOut: readonly string[];
  /** How many rules the median mutant loses; `null` without mutants. */
  readonly medianLost: number | null;
  /** Ids of the hidden cases that no mutant fails, in their order; `null` where only some mutants were judged. */
  readonly redundant: readonly string[] | null;
  /** Everything that has to be mended, one line each. */
  readonly errors: readonly string[];
}
