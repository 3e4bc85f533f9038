/** A challenge: what is asked, what it is worth and where its hidden parts are. */

/** The check that measures a rule. */
export type CheckName = 'types' | 'patterns' | 'rules' | 'tests' | 'load';

/** The check names in the order of the report. */
export const CHECK_NAMES: readonly CheckName[] = ['types', 'patterns', 'rules', 'tests', 'load'];

/** A group of rules that share a heading and a time budget. */
export interface Part {
  readonly id: string;
  readonly title: string;
  /** How long a candidate is expected to take; absent for parts that take no time of their own. */
  readonly minutes?: number;
}

/** One numbered requirement: the unit of scoring. */
export interface Rule {
  /** As printed everywhere: `S2`, `P6`, … */
  readonly id: string;
  readonly part: string;
  readonly title: string;
  /** What holds, in one sentence of the author's own words; fit for every audience. */
  readonly summary: string;
  /** Points for a met rule; integer, at least 0. */
  readonly points: number;
  readonly check: CheckName;
  /** While the rule is not met the total stays at or below this many points of 100. */
  readonly cap?: number;
  /** What an interviewer may ask about it, met or not. */
  readonly questions: readonly string[];
}

/** `gate`: fails the submission's gate; `points`: costs the pattern rule; `info`: is only shown. */
export type Severity = 'gate' | 'points' | 'info';

/** How a ratio to the reference turns into points: all of them up to `fullAtMost`, none from `zeroFrom`, half of them between. */
export interface LoadBand {
  /** Points at stake; an integer, at least 0. */
  readonly points: number;
  readonly fullAtMost: number;
  readonly zeroFrom: number;
}

/** How the load rule is scored; the two bands' points sum to the rule's. */
export interface LoadBands {
  /** Cost per payment, candidate/reference. */
  readonly cost: LoadBand;
  /** Live heap per remembered payment, candidate/reference. */
  readonly memory: LoadBand;
  /** Where the median of reference against reference leaves this range, the machine is too noisy to measure on. */
  readonly noise: { readonly atLeast: number; readonly atMost: number };
}

/** A group of mutants that break the same kind of thing. */
export interface Theme {
  readonly id: string;
  readonly title: string;
  /** Its share of the points for caught bugs, relative to the other themes; above 0. */
  readonly weight: number;
}

/** How the candidate's own tests are scored; the points of the three parts sum to those of the rule with the check `tests`. */
export interface OwnTestsRubric {
  /** The rule is met from this many points on, and still has no more than it earned. */
  readonly metFrom: number;
  /** With fewer valid tests than this there are no points at all. */
  readonly minValid: number;
  /** Tests that count, in the order of files and appearance. */
  readonly maxTests: number;
  readonly kills: {
    readonly points: number;
    /** From the share of a theme's mutants that are killed to the share of its points, linear between these; from 0, 0 to 1, 1. */
    readonly curve: readonly (readonly [killed: number, worth: number])[];
  };
  readonly validity: {
    readonly points: number;
    /** The share of the tests that must be valid to get anything, and to get all. */
    readonly zeroAt: number;
    readonly fullFrom: number;
    /** The share of all mutants that must be killed for the points to count in full; below, they shrink with it. */
    readonly killedFrom: number;
  };
  /** Points for the killed share of one theme. */
  readonly concurrency: { readonly points: number; readonly theme: string };
  /** In the order of the report. */
  readonly themes: readonly Theme[];
}

/** One exact replacement in one file of the reference. */
export interface SourceEdit {
  readonly file: string;
  /** Occurs exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** A mutant that own tests are run on. */
export interface MarkedMutant {
  readonly id: string;
  /** The bug in one line, for interviewers. */
  readonly title: string;
  readonly theme: string;
  /** A test as the rules suggest it may see the bug as a call that never settles: trying again and again without end is a way to notice it. */
  readonly hangs: boolean;
  /** It keeps or hands out references, which shows only where originals and copies stay linked. */
  readonly linked: boolean;
  /** To the reference. */
  readonly edits: readonly SourceEdit[];
}

/** A correct implementation that own tests are run on. */
export interface CorrectImplementation {
  readonly id: string;
  /** Absolute path of a folder with `src/`. */
  readonly root: string;
  /** Run as mutants that leak references are, so that whatever but a leak a test goes by makes it fail here. */
  readonly linked: boolean;
}

/** What own tests are run on. */
export interface OwnTestsPlan {
  /** The reference first. */
  readonly correct: readonly CorrectImplementation[];
  readonly mutants: readonly MarkedMutant[];
  /** Names of tests that come with the skeleton and are nobody's own: they neither earn nor cost anything. */
  readonly given: readonly string[];
}

/** The modules of a submission that the judge loads. */
export interface EntryFiles {
  readonly store: string;
  readonly processor: string;
}

/** `challenge.json`, parsed. */
export interface ChallengeManifest {
  readonly schema: 'grade.challenge/1';
  readonly id: string;
  /** Semantic version; reports of different versions are compared rule by rule only. */
  readonly version: string;
  readonly title: string;
  readonly parts: readonly Part[];
  readonly entry: EntryFiles;
  /** Paths in the submission that are restored from the skeleton, whatever was handed in. */
  readonly givenFiles: readonly string[];
  /** npm packages that a solution may import. */
  readonly allowedPackages: readonly string[];
  readonly rules: readonly Rule[];
  readonly load: LoadBands;
  /** There if and only if a rule has the check `tests`. */
  readonly ownTests?: OwnTestsRubric;
  /** Ids of rules that make the gate fail: any type error for the types rule, findings of severity `gate` for the patterns rule. */
  readonly gates: readonly string[];
  /** Severity by pattern id; every pattern that the kit knows is listed. */
  readonly patterns: Readonly<Record<string, Severity>>;
}

/** A loaded challenge pack. All folders are absolute. */
export interface Challenge extends ChallengeManifest {
  /** `sha256:…` over the manifest, the suites, what own tests are run on, and the given files: two reports with equal hashes were judged alike. */
  readonly hash: string;
  readonly root: string;
  readonly skeletonRoot: string;
  readonly referenceRoot: string;
  /** Absolute paths of `suites/*.suite.ts`, sorted. */
  readonly suites: readonly string[];
  /** By the suite's name (`claims` for `claims.suite.ts`): `sha256:…` over it and over every file below `suites/` that is no suite. */
  readonly suiteHashes: Readonly<Record<string, string>>;
  /** `null` where no rule has the check `tests`. */
  readonly ownTestsPlan: OwnTestsPlan | null;
}
