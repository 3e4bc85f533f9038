import { ts } from 'ts-morph';

/** A promise, or an array of promises as `map` with an async function makes it, or a tuple of nothing else. */
export function isPromise(type: ts.Type, checker: ts.TypeChecker): boolean {
  return partsOf(type, checker).some((part) => {
    if (checker.isTupleType(part)) return isTupleOfPromises(part, checker);
    const element = checker.isArrayType(part) ? checker.getIndexTypeOfType(part, ts.IndexKind.Number) : undefined;
    return element === undefined ? isNamedPromise(part) : partsOf(element, checker).some(isNamedPromise);
  });
}

function isTupleOfPromises(type: ts.Type, checker: ts.TypeChecker): boolean {
  const elements = isReference(type) ? checker.getTypeArguments(type) : [];
  return elements.length > 0 && elements.every((element) => partsOf(element, checker).some(isNamedPromise));
}

function isReference(type: ts.Type): type is ts.TypeReference {
  return 'target' in type;
}

/** The members of a union or an intersection, or of what limits a type parameter. */
export function partsOf(type: ts.Type, checker: ts.TypeChecker): readonly ts.Type[] {
  const limit = type.flags & ts.TypeFlags.TypeParameter ? checker.getBaseConstraintOfType(type) : type;
  return limit === undefined ? [] : limit.isUnionOrIntersection() ? limit.types : [limit];
}

function isNamedPromise(type: ts.Type): boolean {
  const name = type.getSymbol()?.getName();
  if (name === 'Promise' || name === 'PromiseLike') return true;
  return (type.getBaseTypes() ?? []).some(isNamedPromise);
}
