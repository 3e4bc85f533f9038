import type { Scope } from 'eslint';
import { initialValue } from './assertion-rules.ts';
import {
  ancestors,
  child,
  children,
  field,
  isFunction,
  isNode,
  staticName,
  unwrap,
  wrapped,
  type AstNode,
} from './ast.ts';
import { referencesOf, type RuleInput } from './pattern-rule.ts';

/** Methods of arrays and collections, and of `Array` itself, that are done with their callback when they return. */
export const AT_ONCE: ReadonlySet<string> = new Set([
  ...['forEach', 'map', 'flatMap', 'filter', 'reduce', 'reduceRight', 'some', 'every', 'sort', 'toSorted'],
  ...['find', 'findIndex', 'findLast', 'findLastIndex', 'from'],
]);

/** Whether the node runs after its module has loaded: inside a function that is not called where it stands, or for each instance. */
export function runsLater(node: AstNode): boolean {
  return delayOf(node) !== null;
}

/** Like `runsLater`, but for functions that are only ever called while the module loads: `fill` of `function fill() {…} fill();`. */
export function runsAfterLoading(node: AstNode, input: RuleInput, seen: readonly AstNode[] = []): boolean {
  const delay = delayOf(node);
  if (delay === null || seen.includes(delay)) return false;
  const calls = callsOf(delay, input);
  return calls === null || calls.some((call) => runsAfterLoading(call, input, [...seen, delay]));
}

/** The function or field around a node that makes it run later. */
function delayOf(node: AstNode): AstNode | null {
  let inner = node;
  for (const outer of ancestors(node)) {
    if (isFunction(outer) ? !isCalledAtOnce(outer) : isSetForInstance(outer, inner)) return outer;
    inner = outer;
  }
  return null;
}

/** The calls of a function by its name; null where it is exported, used in any other way, or may go on later. */
function callsOf(called: AstNode, input: RuleInput): readonly AstNode[] | null {
  if (field(called, 'async') === true || field(called, 'generator') === true || isExported(called)) return null;
  const uses: readonly unknown[] = referencesOf(input)
    .filter(({ init, resolved }) => init !== true && functionOf(resolved) === called)
    .map(({ identifier }) => identifier);
  const calls = uses.filter(isNode).filter(isCallee);
  return calls.length > 0 && calls.length === uses.length ? calls : null;
}

function isExported(called: AstNode): boolean {
  const outer = child(wrapped(called), 'parent');
  if (outer === null) return false;
  return outer.type.startsWith('Export') || (outer.type.startsWith('Variable') && isExported(outer));
}

function functionOf(variable: Scope.Variable | null): unknown {
  const [definition, ...more] = variable?.defs ?? [];
  if (definition?.type === 'FunctionName') return more.length === 0 ? definition.node : null;
  const initial = initialValue(variable);
  return initial === null ? null : unwrap(initial);
}

function isCallee(node: AstNode): boolean {
  const whole = wrapped(node);
  const call = child(whole, 'parent');
  return call?.type === 'CallExpression' && child(call, 'callee') === whole;
}

/** Whether what is declared in the function or block is made once, while the module loads. */
export function loadsOnce(block: AstNode): boolean {
  return !runsLater(block) && (!isFunction(block) || isCalledAtOnce(block));
}

/** The value of a field that is not static. */
function isSetForInstance(member: AstNode, part: AstNode): boolean {
  const isField = member.type === 'PropertyDefinition' || member.type === 'AccessorProperty';
  return isField && field(member, 'static') !== true && child(member, 'value') === part;
}

/** Called where it is written, or by an array's method. What an `async` function or a generator does may come later. */
function isCalledAtOnce(written: AstNode): boolean {
  if (field(written, 'async') === true || field(written, 'generator') === true) return false;
  const whole = wrapped(written);
  const call = child(whole, 'parent');
  if (call?.type !== 'CallExpression') return false;
  return child(call, 'callee') === whole || (isArrayMethod(child(call, 'callee')) && isArgument(whole, call));
}

function isArrayMethod(callee: AstNode | null): boolean {
  const method = callee === null ? null : unwrap(callee);
  return method?.type === 'MemberExpression' && AT_ONCE.has(staticName(method) ?? '');
}

function isArgument(node: AstNode, call: AstNode): boolean {
  return children(call, 'arguments').includes(node);
}
