import type { Scope } from 'eslint';
import { child, children, field, isNode, staticName, unwrap, wrapped, type AstNode } from './ast.ts';
import { initialValue } from './assertion-rules.ts';

/** The names that lead to a global value: `['Date', 'now']` for `globalThis.Date.now`. */
export type GlobalPath = readonly string[];

/** A use of a global value: the outermost expression that still is a global, and its path. */
export interface GlobalUse {
  readonly node: AstNode;
  readonly path: GlobalPath;
  /** How much of the path a constant of the file stands for. */
  readonly aliased: number;
}

const GLOBAL_OBJECTS = new Set(['globalThis', 'window', 'self', 'global']);
const MAX_ALIASES = 8;

/** The uses of global values that begin at a reference: one, or one for each name of a destructuring; none for a local. */
export function globalUses(reference: Scope.Reference): readonly GlobalUse[] {
  const start: unknown = reference.identifier;
  const origin = pathOf(reference.resolved, reference.identifier.name, 0);
  if (!isNode(start) || origin === null) return [];
  const aliased = isGlobal(reference.resolved) || isGlobalObject(origin) ? 0 : withoutGlobalObject(origin).length;
  const { node, path } = outermost(start, origin);
  const use = { node, path: withoutGlobalObject(path), aliased };
  return [use, ...destructured(wrapped(node), path).map((part) => ({ ...part, aliased }))];
}

/** Declared nowhere in the file, or only said to exist (`declare`). */
export function isGlobal(variable: Scope.Variable | null): boolean {
  if (variable === null) return true;
  return variable.defs.every((definition) => {
    const places: readonly unknown[] = [definition.node, definition.parent];
    return places.some((place) => isNode(place) && field(place, 'declare') === true);
  });
}

/** The global that a variable stands for, directly or as a constant: `const { now } = Date`. */
function pathOf(variable: Scope.Variable | null, name: string, depth: number): GlobalPath | null {
  if (isGlobal(variable)) return [name];
  if (variable === null || depth > MAX_ALIASES) return null;
  const initial = initialValue(variable);
  if (initial !== null) return pathOfExpression(unwrap(initial), variable.scope, depth + 1);
  return pathOfPattern(variable, name, depth);
}

function pathOfExpression(node: AstNode, scope: Scope.Scope, depth: number): GlobalPath | null {
  if (node.type === 'MemberExpression') {
    const object = child(node, 'object');
    const base = object === null ? null : pathOfExpression(unwrap(object), scope, depth);
    const name = staticName(node);
    return base === null || name === null ? null : [...base, name];
  }
  const name = node.type === 'Identifier' ? field(node, 'name') : null;
  return typeof name === 'string' ? pathOf(lookUp(name, scope), name, depth) : null;
}

function pathOfPattern(variable: Scope.Variable, name: string, depth: number): GlobalPath | null {
  const declarator: unknown = variable.defs[0]?.node;
  if (!isNode(declarator) || declarator.type !== 'VariableDeclarator') return null;
  const initial = child(declarator, 'init');
  const pattern = child(declarator, 'id');
  if (initial === null || pattern?.type !== 'ObjectPattern') return null;
  const property = children(pattern, 'properties').find((entry) => boundName(entry) === name);
  const base = pathOfExpression(unwrap(initial), variable.scope, depth + 1);
  const key = property === undefined ? null : staticName(property);
  return base === null || key === null ? null : [...base, key];
}

function boundName(property: AstNode): unknown {
  const value = child(property, 'value');
  const target = value?.type === 'AssignmentPattern' ? child(value, 'left') : value;
  return target?.type === 'Identifier' ? field(target, 'name') : null;
}

function lookUp(name: string, scope: Scope.Scope): Scope.Variable | null {
  for (let at: Scope.Scope | null = scope; at !== null; at = at.upper) {
    const variable = at.set.get(name);
    if (variable !== undefined) return variable;
  }
  return null;
}

/** Follows the member expressions that are written around `node`. */
function outermost(node: AstNode, path: GlobalPath): { readonly node: AstNode; readonly path: GlobalPath } {
  const whole = wrapped(node);
  const outer = child(whole, 'parent');
  const isObject = outer?.type === 'MemberExpression' && child(outer, 'object') === whole;
  const name = isObject ? staticName(outer) : null;
  return outer === null || name === null ? { node, path } : outermost(outer, [...path, name]);
}

function destructured(node: AstNode, path: GlobalPath): readonly Omit<GlobalUse, 'aliased'>[] {
  const declarator = child(node, 'parent');
  const pattern = declarator?.type === 'VariableDeclarator' ? child(declarator, 'id') : null;
  if (pattern?.type !== 'ObjectPattern') return [];
  return children(pattern, 'properties').flatMap((property) => {
    const name = staticName(property);
    return name === null ? [] : [{ node: property, path: withoutGlobalObject([...path, name]) }];
  });
}

function isGlobalObject(path: GlobalPath): boolean {
  return path.every((name) => GLOBAL_OBJECTS.has(name));
}

function withoutGlobalObject(path: GlobalPath): GlobalPath {
  const [first, ...rest] = path;
  return first !== undefined && rest.length > 0 && GLOBAL_OBJECTS.has(first) ? withoutGlobalObject(rest) : path;
}
