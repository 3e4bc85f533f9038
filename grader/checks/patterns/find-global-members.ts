import { ts } from 'ts-morph';
import type { PatternId } from './pattern-infos.ts';
import { nodesOf } from './nodes-of.ts';
import { isMember, memberNameOf, skipTypes } from './syntax.ts';

/** What is banned of the global object, but for `Function`. */
const BANNED: Readonly<Record<string, PatternId>> = {
  console: 'no-console',
  eval: 'no-eval',
  setTimeout: 'no-ambient-clock',
  setInterval: 'no-ambient-clock',
  setImmediate: 'no-ambient-clock',
  performance: 'no-ambient-clock',
};

export const GLOBAL_PATTERNS: readonly PatternId[] = [...new Set(Object.values(BANNED))];

/**
 * The reads of a banned member of the global object, under whatever name it goes: in an object, as the default of a
 * parameter, for `Reflect.get`. Plain uses are found by their names.
 */
export function findGlobalMembers(
  file: ts.SourceFile,
  checker: ts.TypeChecker,
  pattern: PatternId,
): readonly ts.Node[] {
  const isBanned = (name: string): boolean => Object.hasOwn(BANNED, name) && BANNED[name] === pattern;
  return nodesOf(file).filter((node) => {
    const read = readAt(node, checker);
    return read !== null && isBanned(read.name) && isGlobalObject(read.type);
  });
}

interface Read {
  readonly name: string;
  /** Of what it is read from. */
  readonly type: ts.Type;
}

/** `x.name`, `x['name']`, `const { name } = x` and `Reflect.get(x, 'name')` */
function readAt(node: ts.Node, checker: ts.TypeChecker): Read | null {
  if (ts.isBindingElement(node)) {
    const name = node.propertyName ?? node.name;
    return ts.isIdentifier(name) ? { name: name.text, type: checker.getTypeAtLocation(node.parent) } : null;
  }
  if (isMember(node)) {
    const name = memberNameOf(node);
    const isRead = name !== null && !ts.isTypeOfExpression(node.parent);
    return isRead ? { name, type: checker.getTypeAtLocation(node.expression) } : null;
  }
  return ts.isCallExpression(node) ? reflectedBy(node, checker) : null;
}

/** What `Reflect.get` reads by a name that is written there. */
export function reflectedBy(call: ts.CallExpression, checker: ts.TypeChecker): Read | null {
  const callee = skipTypes(call.expression);
  const [object, key] = call.arguments;
  if (memberNameOf(callee) !== 'get' || object === undefined || key === undefined) return null;
  const isReflect = ts.isPropertyAccessExpression(callee) && ts.isIdentifier(callee.expression);
  if (!isReflect || callee.expression.text !== 'Reflect' || !ts.isStringLiteralLike(key)) return null;
  return { name: key.text, type: checker.getTypeAtLocation(object) };
}

function isGlobalObject(type: ts.Type): boolean {
  return type.getSymbol()?.escapedName === 'globalThis';
}
