import { ts } from 'ts-morph';
import { isAny } from './any-type.ts';
import { isTarget } from './changes.ts';
import { isReliedOn, isValue } from './find-used-any.ts';
import { nodesOf } from './nodes-of.ts';
import { isMember } from './syntax.ts';

/** The text of a file with what the checker says about it in the words of another one. */
export interface RewrittenText {
  readonly text: string;
  /** The place in the original of a place in the text. */
  readonly originOf: (position: number) => number;
}

/**
 * The text of a file in which every `any` is taken as `unknown` that is not relied on where it stands, but may be further
 * on: in a list (`[work()]`), as what a function without a declared result returns. Null where there is none. Lines stay
 * as they are.
 */
export function withAnyAsUnknown(file: ts.SourceFile, checker: ts.TypeChecker): RewrittenText | null {
  const taken = nodesOf(file)
    .filter(isSource)
    .filter((node) => !isChanged(node) && !opensStatement(node, file))
    .filter(
      (node) => isAny(checker.getTypeAtLocation(node)) && !isReliedOn(node, checker) && !isDropped(node, checker),
    );
  if (taken.length === 0) return null;
  const insertions = taken
    .flatMap((node) => [
      { at: node.getStart(file), added: OPENED },
      { at: node.getEnd(), added: CLOSED },
    ])
    .toSorted((a, b) => a.at - b.at);
  return { text: inserted(file.text, insertions), originOf: (position) => originOf(position, insertions) };
}

const OPENED = '((';
const CLOSED = ') as unknown)';

/** Where an `any` comes from; a variable has what it was given. */
function isSource(node: ts.Node): node is ts.Expression {
  return isValue(node) && !ts.isIdentifier(node) && node.kind !== ts.SyntaxKind.ThisKeyword;
}

/** What a function returns that says it returns nothing. */
function isDropped(node: ts.Expression, checker: ts.TypeChecker): boolean {
  return ((checker.getContextualType(node)?.flags ?? 0) & ts.TypeFlags.Void) !== 0;
}

/** A member that is set, counted or deleted, or a part of what is: `[a.prototype] = …`. */
function isChanged(node: ts.Node): boolean {
  return isMember(node) && isInTarget(node);
}

function isInTarget(node: ts.Node): boolean {
  const { parent } = node;
  if (isTarget(node)) return true;
  if (ts.isForInStatement(parent) || ts.isForOfStatement(parent)) return parent.initializer === node;
  return (ts.isExpression(parent) || ts.isObjectLiteralElement(parent)) && isInTarget(parent);
}

/** A parenthesis there could go on with the line before it. */
function opensStatement(node: ts.Node, file: ts.SourceFile): boolean {
  const statement = ts.findAncestor(node, ts.isExpressionStatement);
  return statement !== undefined && statement.getStart(file) === node.getStart(file);
}

interface Insertion {
  readonly at: number;
  readonly added: string;
}

function inserted(text: string, insertions: readonly Insertion[]): string {
  let result = '';
  let done = 0;
  for (const { at, added } of insertions) {
    result += text.slice(done, at) + added;
    done = at;
  }
  return result + text.slice(done);
}

function originOf(position: number, insertions: readonly Insertion[]): number {
  let shift = 0;
  for (const { at, added } of insertions) {
    if (at + shift >= position) break;
    shift += Math.min(added.length, position - at - shift);
  }
  return position - shift;
}
