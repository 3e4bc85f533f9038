import { ts } from 'ts-morph';
import { isAny } from './any-type.ts';
import { nodesOf } from './nodes-of.ts';

/**
 * The types of a file that come to `any`, or to arrays or objects of it, without saying so: taken out of a declaration of
 * the library (`ReturnType<typeof eval>`, `Parameters<GeneratorFunction>[0]`). Those that an error has left are the type
 * check's.
 */
export function findHiddenAny(file: ts.SourceFile, checker: ts.TypeChecker): readonly ts.Node[] {
  return nodesOf(file)
    .filter(isDerived)
    .filter((node) => {
      const type = checker.getTypeFromTypeNode(node);
      // What is taken out of a list of parameters may well be typed.
      return isAny(type) || (!isPart(node) && holdsAny(type, checker, MAX_DEPTH));
    });
}

const MAX_DEPTH = 3;

/** Whether another type is made from this one. */
function isPart(node: ts.Node): boolean {
  return isDerived(node.parent);
}

/** Arrays, tuples and objects without a name that hold `any`; what is declared under a name answers for itself. */
function holdsAny(type: ts.Type, checker: ts.TypeChecker, depth: number): boolean {
  if (isAny(type)) return true;
  if (depth === 0) return false;
  const holds = (part: ts.Type): boolean => holdsAny(part, checker, depth - 1);
  if (type.isUnionOrIntersection()) return type.types.some(holds);
  if (isList(type, checker)) return checker.getTypeArguments(type).some(holds);
  if (!isUnnamed(type)) return false;
  return type.getProperties().some((property) => holds(checker.getTypeOfSymbol(property)));
}

function isList(type: ts.Type, checker: ts.TypeChecker): type is ts.TypeReference {
  return checker.isArrayType(type) || checker.isTupleType(type);
}

function isUnnamed(type: ts.Type): boolean {
  const unnamed = ts.ObjectFlags.Anonymous | ts.ObjectFlags.Mapped;
  const isObject = 'objectFlags' in type && typeof type.objectFlags === 'number' && (type.objectFlags & unnamed) !== 0;
  return isObject && type.getCallSignatures().length === 0 && type.getConstructSignatures().length === 0;
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
