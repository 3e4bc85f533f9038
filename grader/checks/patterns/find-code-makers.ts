import { ts } from 'ts-morph';
import { resolve } from './changes.ts';
import { reflectedBy } from './find-global-members.ts';
import { nodesOf } from './nodes-of.ts';
import { isMember, memberNameOf, skipTypes } from './syntax.ts';
import { isOfLibrary } from './typed-program.ts';

/**
 * The places where `Function`, or the constructor of a function, which is the same or its like, is called or constructed,
 * or goes where something that takes a text is expected. To compare with either, or to keep it, runs nothing.
 */
export function findCodeMakers(file: ts.SourceFile, checker: ts.TypeChecker): readonly ts.Node[] {
  return nodesOf(file).filter((node) => runsMaker(node, checker) || standsForFunctionOfText(node, checker));
}

function runsMaker(node: ts.Node, checker: ts.TypeChecker): boolean {
  if (ts.isTaggedTemplateExpression(node)) return isMaker(node.tag, checker, MAX_STEPS);
  if (ts.isHeritageClause(node)) {
    const isExtended = ts.isClassLike(node.parent) && node.token === ts.SyntaxKind.ExtendsKeyword;
    return isExtended && node.types.some(({ expression }) => isMaker(expression, checker, MAX_STEPS));
  }
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return false;
  return calledBy(node).some((called) => isMaker(called, checker, MAX_STEPS));
}

const MAX_STEPS = 8;

/** What may be called: `f` of `f(…)`, of `f.call(…)` and of `Reflect.construct(f, …)`. */
function calledBy(call: ts.CallExpression | ts.NewExpression): readonly ts.Expression[] {
  const callee = skipTypes(call.expression);
  const method = memberNameOf(callee);
  if (!isMember(callee) || method === null) return [callee];
  const object = skipTypes(callee.expression);
  const isReflect = ts.isIdentifier(object) && object.text === 'Reflect';
  if (isReflect) return REFLECTED.has(method) ? (call.arguments ?? []).slice(0, 1) : [callee];
  return BORROWED.has(method) ? [callee, object] : [callee];
}

const REFLECTED = new Set(['apply', 'construct']);

const BORROWED = new Set(['call', 'apply', 'bind']);

/** Whether an expression is `Function` or the constructor of a function, itself or by the name of a variable. */
function isMaker(expression: ts.Expression, checker: ts.TypeChecker, steps: number): boolean {
  const node = skipTypes(expression);
  if (isFunctionItself(checker.getTypeAtLocation(node))) return true;
  if (isMember(node)) return memberNameOf(node) === 'constructor' && isOfFunction(node.expression, checker);
  if (ts.isCallExpression(node)) return reflectsConstructor(node, checker);
  if (!ts.isIdentifier(node) || steps === 0) return false;
  const declaration = resolve(checker.getSymbolAtLocation(node), checker)?.valueDeclaration;
  if (declaration !== undefined && ts.isBindingElement(declaration)) return takesConstructor(declaration, checker);
  const initial = initialOf(declaration);
  return initial !== null && isMaker(initial, checker, steps - 1);
}

/** What a variable is set to, or a parameter by default. */
function initialOf(declaration: ts.Declaration | undefined): ts.Expression | null {
  const isVariable =
    declaration !== undefined && (ts.isVariableDeclaration(declaration) || ts.isParameter(declaration));
  return isVariable ? (declaration.initializer ?? null) : null;
}

/** `Reflect.get(f, 'constructor')` */
function reflectsConstructor(call: ts.CallExpression, checker: ts.TypeChecker): boolean {
  const read = reflectedBy(call, checker);
  return read?.name === 'constructor' && inheritsConstructor(read.type, checker);
}

/** `{ constructor }` of a function */
function takesConstructor(element: ts.BindingElement, checker: ts.TypeChecker): boolean {
  const name = element.propertyName ?? element.name;
  const isConstructor = ts.isIdentifier(name) && name.text === 'constructor';
  return isConstructor && inheritsConstructor(checker.getTypeAtLocation(element.parent), checker);
}

/** A function, or the prototype of one as `Object.getPrototypeOf` gives it. */
function isOfFunction(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = skipTypes(expression);
  if (inheritsConstructor(checker.getTypeAtLocation(node), checker)) return true;
  if (ts.isIdentifier(node)) {
    const initial = initialOf(resolve(checker.getSymbolAtLocation(node), checker)?.valueDeclaration);
    return initial !== null && !ts.isIdentifier(skipTypes(initial)) && isOfFunction(initial, checker);
  }
  if (!ts.isCallExpression(node) || memberNameOf(skipTypes(node.expression)) !== 'getPrototypeOf') return false;
  return node.arguments.some((argument) => inheritsConstructor(checker.getTypeAtLocation(argument), checker));
}

/** A function may have a member of this name of its own. */
function inheritsConstructor(type: ts.Type, checker: ts.TypeChecker): boolean {
  return partsOf(checker.getApparentType(checker.getNonNullableType(type))).some((part) => {
    const owner = checker.getPropertyOfType(part, 'constructor')?.declarations?.[0]?.parent;
    return owner !== undefined && isInterfaceOfLibrary(owner, 'Object') && isFunction(part);
  });
}

function isFunction(type: ts.Type): boolean {
  if (type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0) return true;
  return type.getSymbol()?.declarations?.some((owner) => isInterfaceOfLibrary(owner, 'Function')) === true;
}

function isFunctionItself(type: ts.Type): boolean {
  return partsOf(type).some((part) =>
    part.getSymbol()?.declarations?.some((owner) => isInterfaceOfLibrary(owner, 'FunctionConstructor')),
  );
}

/** `Function` where a function or class is expected that something can be given to. */
function standsForFunctionOfText(node: ts.Node, checker: ts.TypeChecker): boolean {
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return false;
  const expected = checker.getContextualType(node);
  if (expected === undefined || isFunctionItself(expected)) return false;
  if (!isFunctionItself(checker.getTypeAtLocation(node))) return false;
  const signatures = partsOf(expected).flatMap((part) => [
    ...part.getCallSignatures(),
    ...part.getConstructSignatures(),
  ]);
  return signatures.some((signature) => takesSomething(signature, checker));
}

function takesSomething({ parameters: [first] }: ts.Signature, checker: ts.TypeChecker): boolean {
  if (first === undefined) return false;
  const type = checker.getTypeOfSymbol(first);
  const element = checker.getIndexTypeOfType(type, ts.IndexKind.Number) ?? type;
  return ((type.flags | element.flags) & ts.TypeFlags.Never) === 0;
}

function isInterfaceOfLibrary(node: ts.Node, name: string): boolean {
  return ts.isInterfaceDeclaration(node) && node.name.text === name && isOfLibrary(node);
}

function partsOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnionOrIntersection() ? type.types : [type];
}
