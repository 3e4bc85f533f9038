import * as parser from '@typescript-eslint/parser';
import { Linter, type Rule } from 'eslint';
import { PATTERN_IDS, type PatternId } from './pattern-infos.ts';
import { assertionRule, doubleAssertionRule } from './rules/assertion-rules.ts';
import { lintCommentRule, tsCommentRule } from './rules/comment-rules.ts';
import { emptyCatchRule } from './rules/empty-catch-rule.ts';
import { bannedTypeRule, globalRules } from './rules/global-rules.ts';
import { moduleStateRule } from './rules/module-state-rule.ts';
import { OWN_WORDS } from './rules/pattern-rule.ts';
import { selectorRules } from './rules/selector-rules.ts';
import type { Hit, SourceText } from './worker-messages.ts';

/** Rule names begin with the pattern's id; a pattern can have several. */
const RULES: Readonly<Record<string, Rule.RuleModule>> = {
  ...suffixed('shape', selectorRules),
  ...suffixed('global', globalRules),
  'no-banned-type/name': bannedTypeRule,
  'no-ts-comment/comment': tsCommentRule,
  'no-lint-disable/comment': lintCommentRule,
  'no-assertion/operand': assertionRule,
  'no-double-assertion/operand': doubleAssertionRule,
  'no-empty-catch/body': emptyCatchRule,
  'no-module-state/scope': moduleStateRule,
};

const CONFIG: Linter.Config = {
  files: ['**/*.ts'],
  languageOptions: { parser, sourceType: 'module', ecmaVersion: 'latest' },
  linterOptions: { reportUnusedDisableDirectives: 'off' },
  plugins: { grade: { rules: { ...RULES } } },
  rules: Object.fromEntries(Object.keys(RULES).map((name) => [`grade/${name}`, 'error'])),
};

const linter = new Linter({ configType: 'flat' });

/** The patterns that the syntax and the scopes of one file show. What the file says about linting is not obeyed. */
export function findSyntacticPatterns(source: SourceText): readonly Hit[] {
  const messages = linter.verify(source.text, [CONFIG], { filename: source.path, allowInlineConfig: false });
  return messages.map((message) => toHit(message, source.path));
}

function toHit(message: Linter.LintMessage, file: string): Hit {
  if (message.fatal === true && message.message.includes('call stack')) throw new RangeError(message.message);
  const place = { file, line: Math.max(1, message.line), column: Math.max(1, message.column) };
  if (message.fatal === true) {
    const reason = message.message.replace(/^Parsing error: /, '').replace(/\.$/, '');
    return { ...place, pattern: 'parse-error', what: `Source that does not parse (${reason})` };
  }
  const pattern = patternOf(message.ruleId ?? '');
  return { ...place, pattern, what: message.message === OWN_WORDS ? null : message.message };
}

function patternOf(ruleId: string): PatternId {
  const pattern = PATTERN_IDS.find((id) => ruleId.startsWith(`grade/${id}/`));
  if (pattern === undefined) throw new Error(`a lint message of the unknown rule ${JSON.stringify(ruleId)}`);
  return pattern;
}

function suffixed(suffix: string, rules: Readonly<Record<string, Rule.RuleModule>>): Record<string, Rule.RuleModule> {
  return Object.fromEntries(Object.entries(rules).map(([pattern, rule]) => [`${pattern}/${suffix}`, rule]));
}
