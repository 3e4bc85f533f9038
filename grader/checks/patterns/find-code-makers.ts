import { ts } from 'ts-morph';

/** The calls of the constructor of a function, which is `Function`: `carrier.constructor(text)`. */
export function findCodeMakers(file: ts.SourceFile, checker: ts.TypeChecker): readonly ts.Expression[] {
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && isFunctionsConstructor(node.expression, checker))
      found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isFunctionsConstructor(callee: ts.Expression, checker: ts.TypeChecker): boolean {
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== 'constructor') return false;
  // A function may have a member of this name of its own.
  const owner = checker.getSymbolAtLocation(callee.name)?.declarations?.[0]?.parent;
  const isInherited = owner !== undefined && ts.isInterfaceDeclaration(owner) && owner.name.text === 'Object';
  return isInherited && checker.getTypeAtLocation(callee.expression).getCallSignatures().length > 0;
}
