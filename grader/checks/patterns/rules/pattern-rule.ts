import type { Rule, Scope } from 'eslint';
import { field, isNode, type AstNode } from './ast.ts';

/** One sighting: where, and what is there if the pattern's own words are too general. */
export type Report = (node: AstNode, what?: string) => void;

/** What a rule looks at: the scopes of one file and its comments. */
export interface RuleInput {
  readonly sourceCode: Rule.RuleContext['sourceCode'];
  readonly filename: string;
  readonly report: Report;
}

/** esquery selector -> what to do with such a node. */
export type Visitors = Readonly<Record<string, (node: AstNode) => void>>;

/** Stands for "in the pattern's own words" in a lint message, which must not be empty. */
export const OWN_WORDS = '-';

/** An ESLint rule that reports sightings of one pattern. */
export function patternRule(visit: (input: RuleInput) => Visitors): Rule.RuleModule {
  return {
    create(context) {
      const report: Report = (node, what) => {
        const loc = startOf(node);
        if (loc !== null) context.report({ loc, message: what ?? OWN_WORDS });
      };
      const visitors = visit({ sourceCode: context.sourceCode, filename: context.filename, report });
      return Object.fromEntries(Object.entries(visitors).map(([selector, see]) => [selector, guarded(see)]));
    },
  };
}

/** Every reference of the file. */
export function referencesOf(input: RuleInput): readonly Scope.Reference[] {
  return input.sourceCode.scopeManager?.scopes.flatMap((scope) => scope.references) ?? [];
}

function guarded(see: (node: AstNode) => void): (node: Rule.Node) => void {
  return (node) => {
    const seen: unknown = node;
    if (isNode(seen)) see(seen);
  };
}

function startOf(node: AstNode): { line: number; column: number } | null {
  const loc = field(node, 'loc');
  if (typeof loc !== 'object' || loc === null || !('start' in loc)) return null;
  const { start } = loc;
  if (typeof start !== 'object' || start === null || !('line' in start) || !('column' in start)) return null;
  return typeof start.line === 'number' && typeof start.column === 'number'
    ? { line: start.line, column: start.column }
    : null;
}
