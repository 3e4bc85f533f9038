import { ts } from 'ts-morph';
import { baseOf, changedAt, changedIn, isTarget, methodsThatChangeThis, resolve } from './changes.ts';
import { findKeptClosures } from './find-kept-closures.ts';
import { nodesOf } from './nodes-of.ts';
import { runsAfterLoading, runsLater, usedLater } from './runs-later.ts';
import { hasModifier, isMember, memberNameOf, skipTypes } from './syntax.ts';
import { isOfLibrary } from './typed-program.ts';

/**
 * The constants and classes of modules that functions change from afar: from another file, under another name, through
 * the methods of an object of their own, or inside of a closure. What the file of a constant does to it by its name is found without types.
 */
export function findModuleState(files: readonly ts.SourceFile[], checker: ts.TypeChecker): readonly ts.Node[] {
  const nodes = files.flatMap(nodesOf);
  const selfChanging = methodsThatChangeThis(nodes, checker);
  const later = [...nodes.filter(runsLater), ...boundForLater(nodes, checker)];
  const changed = later.flatMap((node) => changedAt(node, checker, selfChanging));
  const origins = changed.map((object) => {
    const origin = originOf(object, checker, MAX_STEPS);
    const isTable = origin !== null && runsLater(object) && !runsAfterLoading(object, checker);
    return isTable ? null : origin;
  });
  const closures = findKeptClosures(nodes, checker, selfChanging);
  const found = [...origins, ...closures].filter((origin) => origin !== null);
  return [...new Set(found)].filter((origin) => files.includes(origin.getSourceFile()));
}

/** The calls of `bind` while a module loads whose results are used later: `const put = map.set.bind(map)`. */
function boundForLater(nodes: readonly ts.Node[], checker: ts.TypeChecker): readonly ts.Node[] {
  const bound = nodes.filter(
    (node) => ts.isCallExpression(node) && memberNameOf(skipTypes(node.expression)) === 'bind' && !runsLater(node),
  );
  if (bound.length === 0) return [];
  const used = usedLater(nodes, checker);
  return bound.filter(({ parent }) => used.has(parent));
}

const MAX_STEPS = 20;

/** The constant or class of a module that an expression is a part of, by way of other names. */
function originOf(expression: ts.Expression, checker: ts.TypeChecker, steps: number): ts.Node | null {
  const base = baseOf(expression, checker);
  if (steps === 0) return null;
  if (base.kind === ts.SyntaxKind.ThisKeyword) {
    const value = fieldValue(expression, checker);
    return value === null ? null : originOf(value, checker, steps - 1);
  }
  const holder = holderOf(base, checker);
  if (holder !== null) return originOf(holder, checker, steps - 1);
  if (!ts.isIdentifier(base)) return null;
  const declaration = resolve(checker.getSymbolAtLocation(base), checker)?.valueDeclaration;
  if (declaration === undefined) return null;
  if (ts.isClassDeclaration(declaration)) return runsLater(declaration) ? null : declaration;
  if (ts.isParameter(declaration)) {
    const value = defaultOf(declaration, checker);
    return value === null ? null : originOf(value, checker, steps - 1);
  }
  const variable = variableOf(declaration);
  if (variable === null) return null;
  const value = valueOf(variable, checker);
  const isAlias = value !== undefined && standsFor(baseOf(value, checker), checker);
  const origin = isAlias ? originOf(value, checker, steps - 1) : null;
  return origin ?? (runsLater(variable) ? null : variable);
}

/** What a constant is set to, or the collection that a loop takes it from. */
function valueOf({ initializer, parent }: ts.VariableDeclaration, checker: ts.TypeChecker): ts.Expression | undefined {
  if (!ts.isForOfStatement(parent.parent)) return initializer;
  const { expression } = parent.parent;
  return holderOf(skipTypes(expression), checker, LISTERS) ?? expression;
}

/** A name, or what a collection holds: something that is known elsewhere, too. */
function standsFor(base: ts.Expression, checker: ts.TypeChecker): boolean {
  return ts.isIdentifier(base) || holderOf(base, checker) !== null;
}

/** The collection that an expression takes its values from, or one of them: `a` of `a.get(key)`, `a.at(0)` and `a.values()`. */
function holderOf(base: ts.Expression, checker: ts.TypeChecker, methods = HOLDERS): ts.Expression | null {
  const callee = ts.isCallExpression(base) ? skipTypes(base.expression) : null;
  if (callee === null || !ts.isPropertyAccessExpression(callee) || !methods.has(callee.name.text)) return null;
  const owner = checker.getSymbolAtLocation(callee.name)?.declarations?.[0]?.parent;
  const isCollection = owner !== undefined && ts.isInterfaceDeclaration(owner) && isOfLibrary(owner);
  return isCollection && COLLECTION.test(owner.name.text) ? callee.expression : null;
}

const HOLDERS = new Set(['at', 'find', 'findLast', 'get']);

/** All of its values. */
const LISTERS = new Set(['entries', 'values']);

const COLLECTION = /^(?:(?:Readonly|Weak)?Map|(?:Readonly)?Array)$/;

/** The constant that a field of `this` stays: `shared` of `readonly #records = shared`. */
function fieldValue(expression: ts.Expression, checker: ts.TypeChecker): ts.Identifier | null {
  const node = skipTypes(expression);
  if (!isMember(node)) return null;
  if (skipTypes(node.expression).kind !== ts.SyntaxKind.ThisKeyword) return fieldValue(node.expression, checker);
  const named = ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
  const declaration = checker.getSymbolAtLocation(named)?.valueDeclaration;
  if (declaration === undefined || !ts.isPropertyDeclaration(declaration)) return null;
  const isFixed = hasModifier(declaration, ts.SyntaxKind.ReadonlyKeyword);
  const value = isFixed && declaration.initializer !== undefined ? skipTypes(declaration.initializer) : null;
  return value !== null && ts.isIdentifier(value) && !isSetInClass(declaration, checker) ? value : null;
}

/** A constructor may set it to something else. */
function isSetInClass(field: ts.PropertyDeclaration, checker: ts.TypeChecker): boolean {
  const symbol = checker.getSymbolAtLocation(field.name);
  return nodesOf(field.parent).some(
    (node) =>
      ts.isPropertyAccessExpression(node) && isTarget(node) && checker.getSymbolAtLocation(node.name) === symbol,
  );
}

/** The constant that a parameter is by default, unless the function sets it to something else. */
function defaultOf(parameter: ts.ParameterDeclaration, checker: ts.TypeChecker): ts.Expression | null {
  const { initializer, name, parent } = parameter;
  if (initializer === undefined || !ts.isIdentifier(baseOf(initializer, checker))) return null;
  const symbol = checker.getSymbolAtLocation(name);
  const isSet = nodesOf(parent).some(
    (node) => ts.isIdentifier(node) && changedIn(node, checker, new Set()).some((changed) => changed === symbol),
  );
  return isSet ? null : initializer;
}

/** The declaration by `const` that a name is bound in; a rest is a copy. */
function variableOf(declaration: ts.Node): ts.VariableDeclaration | null {
  if (ts.isBindingElement(declaration)) {
    return declaration.dotDotDotToken === undefined ? variableOf(declaration.parent.parent) : null;
  }
  return ts.isVariableDeclaration(declaration) && (declaration.parent.flags & ts.NodeFlags.Const) !== 0
    ? declaration
    : null;
}
