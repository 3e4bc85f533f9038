import { ts } from 'ts-morph';
import { nodesOf } from './nodes-of.ts';

/** The calls of the constructor of a function, which is `Function`: `carrier.constructor(text)`. */
export function findCodeMakers(file: ts.SourceFile, checker: ts.TypeChecker): readonly ts.Expression[] {
  return nodesOf(file)
    .filter((node) => ts.isCallExpression(node) || ts.isNewExpression(node))
    .filter(({ expression }) => isFunctionsConstructor(expression, checker));
}

function isFunctionsConstructor(callee: ts.Expression, checker: ts.TypeChecker): boolean {
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== 'constructor') return false;
  // A function may have a member of this name of its own.
  const owner = checker.getSymbolAtLocation(callee.name)?.declarations?.[0]?.parent;
  const isInherited = owner !== undefined && ts.isInterfaceDeclaration(owner) && owner.name.text === 'Object';
  return isInherited && checker.getTypeAtLocation(callee.expression).getCallSignatures().length > 0;
}
