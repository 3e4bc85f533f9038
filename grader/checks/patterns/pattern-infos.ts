import type { Severity } from '../../model/challenge.ts';

/** The banned patterns of rule Q2, in the order of the rule's text; a challenge sets a severity for each by this id. */
export const PATTERN_IDS = [
  'no-any',
  'no-unchecked-any',
  'no-non-null',
  'no-ts-comment',
  'no-double-assertion',
  'no-lint-disable',
  'no-eval',
  'no-assertion',
  'no-floating-promise',
  'no-empty-catch',
  'no-console',
  'no-loose-equality',
  'no-var',
  'no-banned-type',
  'no-ambient-clock',
  'no-node-import',
  'no-dynamic-import',
  'no-module-state',
  'parse-error',
  'unreadable-source',
] as const;

export type PatternId = (typeof PATTERN_IDS)[number];

export interface PatternInfo {
  /** What a challenge that says nothing else makes of it. */
  readonly severity: Severity;
  /** What is flagged, as the subject of a sentence. */
  readonly what: string;
  /** Why it matters: the rest of that sentence. */
  readonly why: string;
  /** What to write instead: an imperative without its full stop. */
  readonly instead: string;
}

/** Every pattern explained; a pattern without an explanation does not compile. */
export const PATTERN_INFOS: Readonly<Record<PatternId, PatternInfo>> = {
  'no-any': {
    severity: 'gate',
    what: '`any`',
    why: 'switches type checking off for everything that it touches',
    instead: 'write the real type, or `unknown` and narrow it',
  },
  'no-unchecked-any': {
    severity: 'gate',
    what: 'An `any` that nobody wrote, as from `JSON.parse`, `Object.entries` or `Object.values` of an interface, `Object.create`, a `catch` callback or a parameter without a type,',
    why: 'is used as if its type were known',
    instead: 'take the value as `unknown` and narrow it first',
  },
  'no-non-null': {
    severity: 'gate',
    what: 'A non-null assertion',
    why: 'claims what the compiler could not prove, and nothing checks it when the code runs',
    instead: 'handle the missing value, or initialise where you declare',
  },
  'no-ts-comment': {
    severity: 'gate',
    what: 'A comment that silences the compiler',
    why: 'hides every error of its line or file, later ones too',
    instead: 'fix what the compiler reports',
  },
  'no-double-assertion': {
    severity: 'gate',
    what: 'A double assertion',
    why: 'turns any type into any other without a check',
    instead: 'narrow with a type guard',
  },
  'no-lint-disable': {
    severity: 'gate',
    what: 'A comment that disables lint rules',
    why: 'hides problems from the reader',
    instead: 'change the code that the rule complains about',
  },
  'no-eval': {
    severity: 'gate',
    what: 'Code made from a string (`eval`, `Function`)',
    why: 'escapes the compiler, the linter and the reader',
    instead: 'write the code as code',
  },
  'no-assertion': {
    severity: 'points',
    what: 'A type assertion',
    why: 'is a claim that nothing checks',
    instead: 'narrow with a type guard, use `satisfies`, or give the value its type where it is made',
  },
  'no-floating-promise': {
    severity: 'points',
    what: 'A promise that nobody waits for',
    why: 'loses its failure and lets the code run on too early',
    instead: '`await` or return it, add a `catch`, or say with `void` that this is meant',
  },
  'no-empty-catch': {
    severity: 'points',
    what: 'An empty `catch`',
    why: 'swallows every failure, expected or not',
    instead: 'handle the failure, or say in a comment why it does not matter',
  },
  'no-console': {
    severity: 'points',
    what: '`console`',
    why: 'writes to the output of whoever uses the library',
    instead: 'return or throw what the caller should know',
  },
  'no-loose-equality': {
    severity: 'points',
    what: '`==` or `!=`',
    why: 'converts its operands before it compares them',
    instead: 'use `===` or `!==`',
  },
  'no-var': {
    severity: 'points',
    what: '`var`',
    why: 'ignores block scope',
    instead: 'use `const` or `let`',
  },
  'no-banned-type': {
    severity: 'points',
    what: 'The type `Function`, `Object` or `{}`',
    why: 'accepts far more than it says',
    instead: 'write the signature or the members, `object`, or `unknown`',
  },
  'no-ambient-clock': {
    severity: 'points',
    what: "The system's clock or timer",
    why: 'cannot be controlled by a test',
    instead: 'use the injected clock',
  },
  'no-node-import': {
    severity: 'points',
    what: 'An import of a Node module',
    why: 'ties the solution to one runtime',
    instead: 'use the language and its standard globals, such as `crypto` and `structuredClone`',
  },
  'no-dynamic-import': {
    severity: 'points',
    what: 'A dynamic import',
    why: 'hides what the module depends on',
    instead: 'use an `import` declaration',
  },
  'no-module-state': {
    severity: 'points',
    what: 'Mutable state of a module',
    why: 'is shared by everything that imports it, so that two instances or two tests meet in it',
    instead: 'keep state in the object that the factory makes',
  },
  'parse-error': {
    severity: 'points',
    what: 'Source that does not parse',
    why: 'cannot be checked for patterns',
    instead: 'fix the syntax error',
  },
  'unreadable-source': {
    severity: 'gate',
    what: 'Source that costs the linter too much time or memory',
    why: 'hides what it does, so that it counts as if it used a banned pattern',
    instead: 'write it in a size and depth that people can read',
  },
};

/** The text of a finding. `what` names what is there more exactly than the table does. */
export function patternMessage(id: PatternId, what: string | null): string {
  const info = PATTERN_INFOS[id];
  return `${what ?? info.what} ${info.why}; ${info.instead}.`;
}
