import { ts } from 'ts-morph';
import type { PatternId } from './pattern-infos.ts';
import { nodesOf } from './nodes-of.ts';
import { isMember, memberNameOf } from './syntax.ts';
import { isOfLibrary } from './typed-program.ts';

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
    if (read !== null && isBanned(read.name)) return isOfGlobalObject(read, checker);
    return expectedOfGlobalObject(node, checker).some(isBanned);
  });
}

interface Read {
  readonly name: string;
  /** Of what it is read from. */
  readonly type: ts.Type;
}

/** `x.name`, `x['name']`, `const { name } = x`, `import y = x.name` and `Reflect.get(x, 'name')` */
function readAt(node: ts.Node, checker: ts.TypeChecker): Read | null {
  if (ts.isBindingElement(node)) {
    const name = node.propertyName ?? node.name;
    return ts.isIdentifier(name) ? { name: name.text, type: checker.getTypeAtLocation(node.parent) } : null;
  }
  if (isMember(node)) {
    const name = memberNameOf(node) ?? computedName(node, checker);
    const isRead = name !== null && !ts.isTypeOfExpression(node.parent);
    return isRead ? { name, type: checker.getTypeAtLocation(node.expression) } : null;
  }
  if (ts.isImportEqualsDeclaration(node) && ts.isQualifiedName(node.moduleReference)) {
    const { left, right } = node.moduleReference;
    return { name: right.text, type: checker.getTypeAtLocation(left) };
  }
  return ts.isCallExpression(node) ? reflectedBy(node, checker) : null;
}

function computedName(node: ts.AccessExpression, checker: ts.TypeChecker): string | null {
  return ts.isElementAccessExpression(node) ? textOf(node.argumentExpression, checker) : null;
}

/** What a function of the library's reads by a name that is known: `Reflect.get(x, 'name')`, `Object.getOwnPropertyDescriptor(x, NAME)`. */
export function reflectedBy(call: ts.CallExpression, checker: ts.TypeChecker): Read | null {
  const [object, key] = call.arguments;
  const called = checker.getResolvedSignature(call)?.declaration;
  if (object === undefined || key === undefined || called === undefined || !reflects(called)) return null;
  const name = textOf(key, checker);
  return name === null ? null : { name, type: checker.getTypeAtLocation(object) };
}

/** `get` of `Reflect`, and `getOwnPropertyDescriptor` of that or of `Object`. */
function reflects(called: ts.Declaration): boolean {
  const name = ts.getNameOfDeclaration(called);
  if (name === undefined || !ts.isIdentifier(name) || !isOfLibrary(called)) return false;
  return name.text === 'getOwnPropertyDescriptor' || (name.text === 'get' && ts.isFunctionDeclaration(called));
}

function textOf(node: ts.Expression, checker: ts.TypeChecker): string | null {
  const type = checker.getTypeAtLocation(node);
  return type.isStringLiteral() ? type.value : null;
}

/** Also of a copy, `{ ...globalThis }`. */
function isOfGlobalObject({ name, type }: Read, checker: ts.TypeChecker): boolean {
  return isGlobalObject(type) || checker.getPropertyOfType(type, name)?.declarations?.some(isGlobal) === true;
}

/** Declared for all files, by the library or the given declarations. */
function isGlobal(declaration: ts.Node): boolean {
  const file = declaration.getSourceFile();
  const outer = ts.isVariableDeclaration(declaration) ? declaration.parent.parent.parent : declaration.parent;
  return outer === file && file.isDeclarationFile && !ts.isExternalModule(file);
}

/** The members that are expected where the global object stands for something else. */
function expectedOfGlobalObject(node: ts.Node, checker: ts.TypeChecker): readonly string[] {
  if (!ts.isIdentifier(node) || !isGlobalObject(checker.getTypeAtLocation(node))) return [];
  const expected = checker.getContextualType(node);
  if (expected === undefined || isGlobalObject(expected)) return [];
  return expected.getProperties().map(({ name }) => name);
}

function isGlobalObject(type: ts.Type): boolean {
  return type.getSymbol()?.escapedName === 'globalThis';
}
