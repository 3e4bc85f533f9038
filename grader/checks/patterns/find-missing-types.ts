import { ts } from 'ts-morph';
import { isUnresolved } from './any-type.ts';
import { nodesOf } from './nodes-of.ts';

/**
 * The types of a file that have no declaration, and are `any`: those of a Node module, whose absence the type check
 * overlooks. A class that is imported to be used may be named as a type too; the import is a pattern of its own.
 * `reported` tells where the compiler has something to say: a name that it does not find is no pattern as well.
 */
export function findMissingTypes(
  file: ts.SourceFile,
  checker: ts.TypeChecker,
  reported: ReadonlySet<number>,
): readonly ts.Node[] {
  const nodes = nodesOf(file);
  const missing = nodes
    .filter(isNamedType)
    .filter((node) => isUnresolved(checker.getTypeFromTypeNode(node)))
    .filter((node) => !namesBehind(node, checker).some((name) => reported.has(name.getStart(file))));
  if (missing.length === 0) return [];
  const values = new Set(
    nodes
      .filter(ts.isIdentifier)
      .filter(isValue)
      .map((name) => symbolOf(name, checker)),
  );
  return missing.filter((node) => {
    const name = firstName(node);
    const symbol = name === null ? undefined : symbolOf(name, checker);
    return symbol === undefined || !values.has(symbol);
  });
}

type NamedType = ts.TypeReferenceNode | ts.TypeQueryNode | ts.ImportTypeNode;

function isNamedType(node: ts.Node): node is NamedType {
  return ts.isTypeReferenceNode(node) || ts.isTypeQueryNode(node) || ts.isImportTypeNode(node);
}

/** The names that a type is found by: its own, that of its namespace, and what an import of this file calls them. */
function namesBehind(node: NamedType, checker: ts.TypeChecker): readonly ts.Node[] {
  const own = ts.isTypeReferenceNode(node) ? node.typeName : ts.isTypeQueryNode(node) ? node.exprName : node.qualifier;
  const first = firstName(node);
  const [imported] = (first === null ? undefined : symbolOf(first, checker)?.declarations) ?? [];
  const specifier = imported !== undefined && ts.isImportSpecifier(imported) ? imported : undefined;
  const names = [
    own,
    first,
    own !== undefined && ts.isQualifiedName(own) ? own.right : own,
    specifier?.propertyName ?? specifier?.name,
  ];
  return names.filter((name) => name !== undefined && name !== null);
}

/** The `fs` of `fs.Stats`; none of `import('node:fs').Stats`. */
function firstName(node: NamedType): ts.Identifier | null {
  if (ts.isImportTypeNode(node)) return null;
  let name = ts.isTypeQueryNode(node) ? node.exprName : node.typeName;
  while (ts.isQualifiedName(name)) name = name.left;
  return ts.isIdentifier(name) ? name : null;
}

/** Whether the name is read when the program runs. */
function isValue(name: ts.Identifier): boolean {
  const { parent } = name;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) || ts.isImportClause(parent)) return false;
  if (ts.isNamespaceImport(parent) || ts.isImportEqualsDeclaration(parent)) return false;
  return !ts.isPartOfTypeNode(name) && !ts.isQualifiedName(parent) && !ts.isTypeQueryNode(parent);
}

function symbolOf(name: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  const { parent } = name;
  return ts.isShorthandPropertyAssignment(parent)
    ? checker.getShorthandAssignmentValueSymbol(parent)
    : checker.getSymbolAtLocation(name);
}
