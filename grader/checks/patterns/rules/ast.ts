/** Reading the parser's tree without trusting its shape: every step says what it found or `null`. */

export interface AstNode {
  readonly type: string;
}

export function isNode(value: unknown): value is AstNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

export function field(node: AstNode, name: string): unknown {
  return Object.getOwnPropertyDescriptor(node, name)?.value;
}

export function child(node: AstNode, name: string): AstNode | null {
  const value = field(node, name);
  return isNode(value) ? value : null;
}

export function children(node: AstNode, name: string): readonly AstNode[] {
  const value = field(node, name);
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** The nodes around `node`, the nearest first. */
export function* ancestors(node: AstNode): Generator<AstNode> {
  for (let outer = child(node, 'parent'); outer !== null; outer = child(outer, 'parent')) yield outer;
}

/** The name of an identifier, or the text of a string literal. */
export function nameOf(node: AstNode | null): string | null {
  if (node === null) return null;
  const text = field(node, node.type === 'Identifier' || node.type === 'PrivateIdentifier' ? 'name' : 'value');
  if (typeof text === 'string') return node.type === 'PrivateIdentifier' ? `#${text}` : text;
  const [only, ...more] = node.type === 'TemplateLiteral' ? children(node, 'quasis') : [];
  const cooked = only === undefined || more.length > 0 ? undefined : field(only, 'value');
  return typeof cooked === 'object' && cooked !== null && 'cooked' in cooked && typeof cooked.cooked === 'string'
    ? cooked.cooked
    : null;
}

/** The name that a member expression or a property reads, where it stands in the source. */
export function staticName(node: AstNode): string | null {
  const key = child(node, node.type === 'MemberExpression' ? 'property' : 'key');
  if (key === null) return null;
  return field(node, 'computed') === true && key.type === 'Identifier' ? null : nameOf(key);
}

const WRAPPERS = new Set([
  'ChainExpression',
  'TSAsExpression',
  'TSTypeAssertion',
  'TSNonNullExpression',
  'TSSatisfiesExpression',
  'TSInstantiationExpression',
]);

export function isWrapper(node: AstNode): boolean {
  return WRAPPERS.has(node.type);
}

/** The expression without what only concerns its type. */
export function unwrap(node: AstNode): AstNode {
  const inner = isWrapper(node) ? child(node, 'expression') : null;
  return inner === null ? node : unwrap(inner);
}

/** The outermost expression that is `node` but for its type. */
export function wrapped(node: AstNode): AstNode {
  const outer = child(node, 'parent');
  return outer !== null && isWrapper(outer) ? wrapped(outer) : node;
}

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

export function isFunction(node: AstNode): boolean {
  return FUNCTIONS.has(node.type);
}

export function isInsideFunction(node: AstNode): boolean {
  return ancestors(node).some(isFunction);
}
