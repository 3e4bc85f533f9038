import { ts } from 'ts-morph';
import { reflectedBy } from './find-global-members.ts';
import { nodesOf } from './nodes-of.ts';
import { isOfLibrary } from './typed-program.ts';

/**
 * The expressions of a file that ask the library's `Date` for the present, under whatever name it goes: as a default for an
 * injected clock (`clock ?? Date`), in an object, as the base of a class. Its plain uses are found by their names.
 */
export function findClockReads(file: ts.SourceFile, checker: ts.TypeChecker): readonly ts.Node[] {
  return nodesOf(file).filter(
    (node) => readsNow(node, checker) || makesPresent(node, checker) || standsForClock(node, checker),
  );
}

/** `x.now`, `x['now']`, `const { now } = x`, `Reflect.get(x, 'now')` */
function readsNow(node: ts.Node, checker: ts.TypeChecker): boolean {
  if (ts.isBindingElement(node)) {
    const name = node.propertyName ?? node.name;
    return ts.isIdentifier(name) && name.text === 'now' && isDate(checker.getTypeAtLocation(node.parent));
  }
  const reflected = ts.isCallExpression(node) ? reflectedBy(node, checker) : null;
  if (reflected?.name === 'now') return isDate(reflected.type);
  const isNow =
    (ts.isPropertyAccessExpression(node) && node.name.text === 'now') ||
    (ts.isElementAccessExpression(node) && isNowText(checker.getTypeAtLocation(node.argumentExpression)));
  return isNow && !ts.isTypeOfExpression(node.parent) && isDate(checker.getTypeAtLocation(node.expression));
}

function isNowText(type: ts.Type): boolean {
  return type.isStringLiteral() && type.value === 'now';
}

/** `new X()`, and the `super()` of a class, where no argument reaches the constructor of `Date`. */
function makesPresent(node: ts.Node, checker: ts.TypeChecker): boolean {
  const isSuper = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword;
  if (!isSuper && !ts.isNewExpression(node)) return false;
  const owner = checker.getResolvedSignature(node)?.declaration?.parent;
  return (node.arguments ?? []).length === 0 && owner !== undefined && isDateDeclaration(owner);
}

/** `Date` itself, where something else that has a `now` is meant. */
function standsForClock(node: ts.Node, checker: ts.TypeChecker): boolean {
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return false;
  const expected = checker.getContextualType(node);
  if (expected === undefined || isDate(expected) || !isDate(checker.getTypeAtLocation(node))) return false;
  return partsOf(expected).some((part) => checker.getPropertyOfType(part, 'now') !== undefined);
}

function isDate(type: ts.Type): boolean {
  return partsOf(type).some((part) => part.getSymbol()?.declarations?.some(isDateDeclaration) === true);
}

function isDateDeclaration(declaration: ts.Node): boolean {
  return (
    ts.isInterfaceDeclaration(declaration) && declaration.name.text === 'DateConstructor' && isOfLibrary(declaration)
  );
}

function partsOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type];
}
