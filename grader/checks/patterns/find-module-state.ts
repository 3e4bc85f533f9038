import { ts } from 'ts-morph';
import { baseOf, changedAt, methodsThatChangeThis, resolve, runsLater } from './changes.ts';
import { findKeptClosures } from './find-kept-closures.ts';
import { nodesOf } from './nodes-of.ts';
import { skipTypes } from './syntax.ts';

/**
 * The constants and classes of modules that functions change from afar: from another file, under another name, through
 * the methods of an object of their own, or inside of a closure. What the file of a constant does to it by its name is found without types.
 */
export function findModuleState(files: readonly ts.SourceFile[], checker: ts.TypeChecker): readonly ts.Node[] {
  const nodes = files.flatMap(nodesOf);
  const selfChanging = methodsThatChangeThis(nodes, checker);
  const changed = nodes.filter(runsLater).flatMap((node) => changedAt(node, checker, selfChanging));
  const origins = changed.map((object) => originOf(object, checker, MAX_STEPS)).filter((origin) => origin !== null);
  const closures = findKeptClosures(nodes, checker, selfChanging);
  return [...new Set([...origins, ...closures])].filter((origin) => files.includes(origin.getSourceFile()));
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
  if (!ts.isIdentifier(base)) return null;
  const declaration = resolve(checker.getSymbolAtLocation(base), checker)?.valueDeclaration;
  if (declaration === undefined) return null;
  if (ts.isClassDeclaration(declaration)) return runsLater(declaration) ? null : declaration;
  const variable = variableOf(declaration);
  if (variable === null) return null;
  const { initializer } = variable;
  const isAlias = initializer !== undefined && ts.isIdentifier(baseOf(initializer, checker));
  const origin = isAlias ? originOf(initializer, checker, steps - 1) : null;
  return origin ?? (runsLater(variable) ? null : variable);
}

/** The constant that a field of `this` begins as: `shared` of `readonly #records = shared`. */
function fieldValue(expression: ts.Expression, checker: ts.TypeChecker): ts.Identifier | null {
  const node = skipTypes(expression);
  if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) return null;
  if (skipTypes(node.expression).kind !== ts.SyntaxKind.ThisKeyword) return fieldValue(node.expression, checker);
  const named = ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
  const declaration = checker.getSymbolAtLocation(named)?.valueDeclaration;
  const isField = declaration !== undefined && ts.isPropertyDeclaration(declaration);
  const value = isField && declaration.initializer !== undefined ? skipTypes(declaration.initializer) : null;
  return value !== null && ts.isIdentifier(value) ? value : null;
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
