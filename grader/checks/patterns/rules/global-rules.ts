import type { Rule, Scope } from 'eslint';
import type { PatternId } from '../pattern-infos.ts';
import { child, field, isNode, wrapped, type AstNode } from './ast.ts';
import { globalUses, isGlobal, type GlobalUse } from './global-paths.ts';
import { patternRule, referencesOf, type RuleInput } from './pattern-rule.ts';

/** Global values by the path that leads to them; what lies below a path belongs to it. */
const BANNED: Readonly<Record<string, PatternId>> = {
  console: 'no-console',
  eval: 'no-eval',
  require: 'no-dynamic-import',
  setTimeout: 'no-ambient-clock',
  setInterval: 'no-ambient-clock',
  setImmediate: 'no-ambient-clock',
  performance: 'no-ambient-clock',
  'Date.now': 'no-ambient-clock',
  'AbortSignal.timeout': 'no-ambient-clock',
  'Temporal.Now': 'no-ambient-clock',
};

/** One rule for each pattern that is a use of global values. */
export const globalRules: Readonly<Record<string, Rule.RuleModule>> = Object.fromEntries(
  [...new Set(Object.values(BANNED))].map((pattern) => [
    pattern,
    patternRule((input) => ({ Program: () => reportUses(input, pattern) })),
  ]),
);

const BANNED_TYPES = new Set(['Function', 'CallableFunction', 'NewableFunction', 'Object']);

/** The types `Function` and `Object` and what extends the former, unless the file has types of these names itself. */
export const bannedTypeRule: Rule.RuleModule = patternRule((input) => ({
  Program: () => {
    for (const reference of referencesOf(input)) {
      const node: unknown = reference.identifier;
      const { name } = reference.identifier;
      if (!isNode(node) || !BANNED_TYPES.has(name)) continue;
      if (isTypeReference(reference) && isGlobal(reference.resolved)) input.report(node, `The type \`${name}\``);
    }
  },
}));

function reportUses(input: RuleInput, pattern: PatternId): void {
  for (const reference of referencesOf(input)) {
    if (isTypeReference(reference)) continue;
    for (const use of globalUses(reference)) {
      const banned = bannedPath(use);
      if (banned !== null && BANNED[banned] === pattern) input.report(use.node, `\`${banned}\``);
      if (pattern === 'no-ambient-clock' && readsDate(use)) input.report(use.node, '`Date` without an argument');
    }
  }
}

/** The banned path that a use reaches by more than an alias that is reported itself. */
function bannedPath(use: GlobalUse): string | null {
  if (isHarmless(use)) return null;
  for (let length = 1; length <= use.path.length; length++) {
    const path = use.path.slice(0, length).join('.');
    if (Object.hasOwn(BANNED, path)) return length > use.aliased ? path : null;
  }
  return null;
}

/** Asking for a type runs no code and reads no clock. */
function isHarmless({ node }: GlobalUse): boolean {
  const outer = child(wrapped(node), 'parent');
  if (outer?.type === 'TSTypeQuery' || outer?.type === 'TSQualifiedName') return true;
  return outer?.type === 'UnaryExpression' && field(outer, 'operator') === 'typeof';
}

/** `new Date()` and `Date()`, which ignores its arguments. */
function readsDate({ node, path }: GlobalUse): boolean {
  if (path.join('.') !== 'Date') return false;
  const whole = wrapped(node);
  const outer = child(whole, 'parent');
  if (outer === null || child(outer, 'callee') !== whole) return false;
  return outer.type === 'CallExpression' || (outer.type === 'NewExpression' && isEmptyList(outer));
}

function isEmptyList(call: AstNode): boolean {
  const list = field(call, 'arguments');
  return Array.isArray(list) && list.length === 0;
}

/** Known to the scopes of the TypeScript parser only. */
function isTypeReference(reference: Scope.Reference): boolean {
  return 'isTypeReference' in reference && reference.isTypeReference === true;
}
