import type { Scope } from 'eslint';
import { child, children, isNode, nameOf, type AstNode } from './ast.ts';
import { patternRule, referencesOf, type RuleInput } from './pattern-rule.ts';

/** `as T` and `<T>x`, but for `as const` and for what is part of a double assertion. */
export const assertionRule = patternRule((input) =>
  outermost((node) => {
    if (!isDouble(node, input)) input.report(node);
  }),
);

/** An assertion on an assertion: `x as unknown as T`, `<T>(<unknown>x)`, or by way of a constant. */
export const doubleAssertionRule = patternRule((input) =>
  outermost((node) => {
    if (isDouble(node, input)) input.report(node);
  }),
);

function outermost(see: (node: AstNode) => void): Record<string, (node: AstNode) => void> {
  return {
    'TSAsExpression, TSTypeAssertion': (node) => {
      if (isAssertion(node) && !isAssertion(assertedOver(node))) see(node);
    },
  };
}

function isAssertion(node: AstNode | null): boolean {
  if (node?.type !== 'TSAsExpression' && node?.type !== 'TSTypeAssertion') return false;
  const type = child(node, 'typeAnnotation');
  return type === null || nameOf(child(type, 'typeName')) !== 'const';
}

const TRANSPARENT = new Set(['TSNonNullExpression', 'TSSatisfiesExpression']);

/** What the assertion is the operand of. */
function assertedOver(node: AstNode): AstNode | null {
  const outer = child(node, 'parent');
  return outer !== null && TRANSPARENT.has(outer.type) ? assertedOver(outer) : outer;
}

function operandOf(node: AstNode): AstNode | null {
  const inner = child(node, 'expression');
  return inner !== null && TRANSPARENT.has(inner.type) ? operandOf(inner) : inner;
}

function isDouble(node: AstNode, input: RuleInput): boolean {
  const operand = operandOf(node);
  if (operand === null) return false;
  return isAssertion(operand) || isLaundered(operand, input, MAX_STEPS);
}

const MAX_STEPS = 8;

/** `const u = x as unknown;` earlier, `u as T` here; or a part of the operand that is its value: `(go ? x as unknown : y) as T`. */
function isLaundered(operand: AstNode, input: RuleInput, steps: number): boolean {
  const type = isAssertion(operand) ? child(operand, 'typeAnnotation') : null;
  if (type !== null) return type.type === 'TSUnknownKeyword' || type.type === 'TSAnyKeyword';
  return steps > 0 && valuesOf(operand, input).some((value) => isLaundered(value, input, steps - 1));
}

/** The expressions of which one is the value of another. */
function valuesOf(node: AstNode, input: RuleInput): readonly AstNode[] {
  switch (node.type) {
    case 'ConditionalExpression':
      return [child(node, 'consequent'), child(node, 'alternate')].filter((branch) => branch !== null);
    case 'LogicalExpression':
      return [child(node, 'left'), child(node, 'right')].filter((side) => side !== null);
    case 'SequenceExpression':
      return children(node, 'expressions').slice(-1);
    case 'Identifier': {
      const reference = referencesOf(input).find(({ identifier }) => identifier === node);
      const initial = initialValue(reference?.resolved ?? null);
      return initial === null ? [] : [initial];
    }
    default:
      return [];
  }
}

/** What a constant is set to. */
export function initialValue(variable: Scope.Variable | null): AstNode | null {
  const [definition, ...more] = variable?.defs ?? [];
  if (definition === undefined || more.length > 0 || definition.type !== 'Variable') return null;
  const declarator: unknown = definition.node;
  const declaration: unknown = definition.parent;
  if (!isNode(declarator) || !isNode(declaration)) return null;
  const isConstant = Object.getOwnPropertyDescriptor(declaration, 'kind')?.value === 'const';
  return isConstant && child(declarator, 'id')?.type === 'Identifier' ? child(declarator, 'init') : null;
}
