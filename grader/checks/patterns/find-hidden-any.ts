import { ts } from 'ts-morph';
import { nodesOf } from './nodes-of.ts';

/**
 * The types of a file that come to `any` without saying so: taken out of a declaration of the library
 * (`ReturnType<typeof eval>`, `Parameters<GeneratorFunction>[0]`). Those that an error has left are the type check's.
 */
export function findHiddenAny(file: ts.SourceFile, checker: ts.TypeChecker): readonly ts.Node[] {
  return nodesOf(file)
    .filter(isDerived)
    .filter((node) => isAny(checker.getTypeFromTypeNode(node)));
}

type Derived = ts.TypeReferenceNode | ts.IndexedAccessTypeNode | ts.TypeQueryNode | ts.ConditionalTypeNode;

function isDerived(node: ts.Node): node is Derived {
  return (
    ts.isTypeReferenceNode(node) ||
    ts.isIndexedAccessTypeNode(node) ||
    ts.isTypeQueryNode(node) ||
    ts.isConditionalTypeNode(node)
  );
}

/** The compiler's own `any` for what it has reported as an error is none. */
export function isAny(type: ts.Type): boolean {
  const isError = 'intrinsicName' in type && type.intrinsicName === 'error';
  return (type.flags & ts.TypeFlags.Any) !== 0 && !isError;
}
