import { ts } from 'ts-morph';

/** Whether a source file is the submission's own. */
export type IsJudged = (file: ts.SourceFile) => boolean;

/**
 * The declarations of a file that are believed although no code stands behind them: values that are only said to exist
 * (`declare function`, all of a declaration file), and members that are added to an interface of somebody else or to a
 * class. Each makes a value of any type from nothing. What only names types is none of these, and neither is a symbol
 * without a value, by which types are branded and newer well-known symbols are named.
 */
export function findAmbientValues(
  file: ts.SourceFile,
  checker: ts.TypeChecker,
  isJudged: IsJudged,
): readonly ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node, isOutside: boolean): void => {
    const isAmbient = isOutside || isDeclared(node);
    if (isAmbient && isValue(node)) {
      found.push(node);
      return;
    }
    if (ts.isInterfaceDeclaration(node) && addsMembers(node, checker, isJudged)) found.push(node);
    ts.forEachChild(node, (inner) => {
      visit(inner, isAmbient);
    });
  };
  visit(file, file.isDeclarationFile);
  return found;
}

/** Says `declare`; the field of a class that does so is not meant, for it is a pattern of its own. */
function isDeclared(node: ts.Node): boolean {
  if (!ts.canHaveModifiers(node) || ts.isPropertyDeclaration(node)) return false;
  return (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword);
}

function isValue(node: ts.Node): boolean {
  if (ts.isVariableDeclaration(node)) return !isUniqueSymbol(node.type);
  if (ts.isExportAssignment(node)) return !ts.isIdentifier(node.expression);
  return ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isEnumDeclaration(node);
}

/**
 * An interface that adds to what is declared outside the submission, or to a class. A class that inherits nothing but a
 * type this way (a mixin: `interface Both extends A, B {}`) is fine.
 */
function addsMembers(node: ts.InterfaceDeclaration, checker: ts.TypeChecker, isJudged: IsJudged): boolean {
  const declarations = checker.getSymbolAtLocation(node.name)?.declarations ?? [];
  const isForeign = declarations.some((declaration) => !isJudged(declaration.getSourceFile()));
  if (isForeign && node.heritageClauses !== undefined) return true;
  return (isForeign || declarations.some(ts.isClassDeclaration)) && node.members.some(isMoreThanSymbol);
}

function isMoreThanSymbol(member: ts.TypeElement): boolean {
  return !ts.isPropertySignature(member) || !isUniqueSymbol(member.type);
}

function isUniqueSymbol(type: ts.TypeNode | undefined): boolean {
  return type !== undefined && ts.isTypeOperatorNode(type) && type.operator === ts.SyntaxKind.UniqueKeyword;
}
