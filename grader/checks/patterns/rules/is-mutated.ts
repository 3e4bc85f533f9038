import { child, children, field, nameOf, staticName, unwrap, wrapped, type AstNode } from './ast.ts';

/** A place where something that was set once is used. */
export interface Use {
  readonly node: AstNode;
  /** What it was set to. */
  readonly initial: AstNode | null;
  /** Whether it may be set anew, as a field may and a constant may not. */
  readonly isField: boolean;
}

const COLLECTIONS = /^(?:(?:Weak)?(?:Map|Set)|Array|(?:Big)?(?:Ui|I)nt\d+(?:Clamped)?Array|Float\d+Array)$/;
export const MUTATORS: ReadonlySet<string> = new Set(
  'set add delete clear push pop shift unshift splice sort reverse fill copyWithin'.split(' '),
);
const OUTSIDE_MUTATORS = new Set([
  'assign',
  'defineProperty',
  'defineProperties',
  'set',
  'deleteProperty',
  'setPrototypeOf',
]);

/** Whether the use changes the value: assigns below it, or calls a method that changes a collection. */
export function isMutated({ node, initial, isField }: Use): boolean {
  const value = initial === null ? null : unwrap(initial);
  if (isField && isTarget(node)) return true;
  if (isPassedToMutator(node)) return true;
  const whole = wrapped(node);
  const outer = child(whole, 'parent');
  if (outer?.type !== 'MemberExpression' || child(outer, 'object') !== whole) return false;
  if (isCollection(value) && isMutatorCall(outer)) return true;
  const next = value?.type === 'ObjectExpression' ? memberValue(value, staticName(outer)) : null;
  return isMutated({ node: outer, initial: next, isField: true });
}

/** Whether something is assigned to the expression. */
function isTarget(node: AstNode): boolean {
  const whole = wrapped(node);
  const outer = child(whole, 'parent');
  switch (outer?.type) {
    case 'AssignmentExpression':
    case 'ForOfStatement':
    case 'ForInStatement':
    case 'AssignmentPattern':
      return child(outer, 'left') === whole;
    case 'UpdateExpression':
    case 'RestElement':
      return child(outer, 'argument') === whole;
    case 'UnaryExpression':
      return field(outer, 'operator') === 'delete';
    case 'ArrayPattern':
      return true;
    case 'Property':
      return child(outer, 'value') === whole && child(outer, 'parent')?.type === 'ObjectPattern';
    default:
      return false;
  }
}

function isMutatorCall(member: AstNode): boolean {
  const whole = wrapped(member);
  const call = child(whole, 'parent');
  return call?.type === 'CallExpression' && child(call, 'callee') === whole && MUTATORS.has(staticName(member) ?? '');
}

/** `Object.assign(node, …)` and its like. */
function isPassedToMutator(node: AstNode): boolean {
  const whole = wrapped(node);
  const call = child(whole, 'parent');
  if (call?.type !== 'CallExpression' || children(call, 'arguments')[0] !== whole) return false;
  const callee = child(call, 'callee');
  if (callee?.type !== 'MemberExpression') return false;
  const owner = nameOf(child(callee, 'object'));
  return (owner === 'Object' || owner === 'Reflect') && OUTSIDE_MUTATORS.has(staticName(callee) ?? '');
}

function isCollection(value: AstNode | null): boolean {
  if (value?.type === 'ArrayExpression') return true;
  const callee = value?.type === 'NewExpression' || value?.type === 'CallExpression' ? child(value, 'callee') : null;
  if (callee?.type === 'MemberExpression') return nameOf(child(callee, 'object')) === 'Array';
  return COLLECTIONS.test(nameOf(callee) ?? '');
}

function memberValue(literal: AstNode, name: string | null): AstNode | null {
  const property = children(literal, 'properties').find((entry) => name !== null && staticName(entry) === name);
  return property === undefined ? null : child(property, 'value');
}
