import { ancestors, child, children, field, isFunction, staticName, unwrap, wrapped, type AstNode } from './ast.ts';

/** Methods of arrays and collections, and of `Array` itself, that are done with their callback when they return. */
export const AT_ONCE: ReadonlySet<string> = new Set([
  ...['forEach', 'map', 'flatMap', 'filter', 'reduce', 'reduceRight', 'some', 'every', 'sort', 'toSorted'],
  ...['find', 'findIndex', 'findLast', 'findLastIndex', 'from'],
]);

/** Whether the node runs after its module has loaded: inside a function that is not called where it stands, or for each instance. */
export function runsLater(node: AstNode): boolean {
  let inner = node;
  for (const outer of ancestors(node)) {
    if (isFunction(outer) ? !isCalledAtOnce(outer) : isSetForInstance(outer, inner)) return true;
    inner = outer;
  }
  return false;
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
