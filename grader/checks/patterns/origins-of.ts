import { ts } from 'ts-morph';
import { baseOf, resolve } from './changes.ts';
import { fieldValues, givenTo, returnedBy, type Call, type Sources } from './passed-values.ts';
import { runsAfterLoading, runsLater } from './runs-later.ts';
import { skipTypes } from './syntax.ts';
import { isOfLibrary } from './typed-program.ts';

/** Finds the calls of a function that run after their module has loaded. */
export function laterCalls(nodes: readonly ts.Node[], checker: ts.TypeChecker): Sources['callsOf'] {
  const calls = Map.groupBy<ts.Node | undefined, Call>(
    nodes.filter(isCall),
    (call) => checker.getResolvedSignature(call)?.declaration,
  );
  const known = new Map<ts.Node, readonly Call[]>();
  return (called) => {
    const found = known.get(called) ?? (calls.get(called) ?? []).filter((call) => runsAfterLoading(call, checker));
    known.set(called, found);
    return found;
  };
}

function isCall(node: ts.Node): node is Call {
  return ts.isCallExpression(node) || ts.isNewExpression(node);
}

const MAX_STEPS = 100;

/** The constants and classes of modules that an expression may be a part of, by way of other names, fields and functions. */
export function originsOf(
  expression: ts.Expression,
  sources: Sources,
  seen: Set<ts.Node> = new Set(),
): readonly ts.Node[] {
  const base = baseOf(expression, sources.checker);
  if (seen.has(base) || seen.size === MAX_STEPS) return [];
  seen.add(base);
  const follow = (values: readonly ts.Expression[]): readonly ts.Node[] =>
    values.flatMap((value) => originsOf(value, sources, seen));
  if (base.kind === ts.SyntaxKind.ThisKeyword) return follow(fieldValues(expression, sources));
  if (!ts.isIdentifier(base)) return follow(standsFor(base, sources.checker));
  const declaration = resolve(sources.checker.getSymbolAtLocation(base), sources.checker)?.valueDeclaration;
  if (declaration === undefined) return [];
  if (ts.isClassDeclaration(declaration))
    return runsLater(declaration) ? [] : [staticFieldAt(base, sources.checker) ?? declaration];
  if (ts.isParameter(declaration)) return follow(givenTo(declaration, sources));
  const variable = variableOf(declaration);
  if (variable === null) return [];
  const value = valueOf(variable, sources.checker);
  const isAlias = value !== undefined && isKnownElsewhere(baseOf(value, sources.checker), sources.checker);
  const origins = isAlias ? follow([value]) : [];
  return origins.length > 0 || runsLater(variable) ? origins : [variable];
}

/** The static field that an expression reads from the class whose name it begins with; it is looked for without types, too. */
function staticFieldAt({ parent }: ts.Identifier, checker: ts.TypeChecker): ts.PropertyDeclaration | null {
  if (!ts.isPropertyAccessExpression(parent)) return null;
  const field = checker.getSymbolAtLocation(parent.name)?.valueDeclaration;
  return field !== undefined && ts.isPropertyDeclaration(field) ? field : null;
}

/** What a constant is set to, or the collection that a loop takes it from. */
function valueOf({ initializer, parent }: ts.VariableDeclaration, checker: ts.TypeChecker): ts.Expression | undefined {
  if (!ts.isForOfStatement(parent.parent)) return initializer;
  const { expression } = parent.parent;
  return holderOf(skipTypes(expression), checker, LISTERS) ?? expression;
}

function isKnownElsewhere(base: ts.Expression, checker: ts.TypeChecker): boolean {
  return ts.isIdentifier(base) || standsFor(base, checker).length > 0;
}

/** The expressions of which one is the value of another, or has it as a part. */
function standsFor(base: ts.Expression, checker: ts.TypeChecker): readonly ts.Expression[] {
  if (ts.isConditionalExpression(base)) return [base.whenTrue, base.whenFalse];
  if (ts.isBinaryExpression(base)) return CHOOSING.has(base.operatorToken.kind) ? [base.left, base.right] : [];
  const holder = holderOf(base, checker);
  return holder === null ? returnedBy(base, checker) : [holder];
}

const CHOOSING = new Set([ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken]);

/** The collection that an expression takes its values from, or one of them: `a` of `a.get(key)`, `a.at(0)` and `a.values()`. */
function holderOf(base: ts.Expression, checker: ts.TypeChecker, methods = HOLDERS): ts.Expression | null {
  const callee = ts.isCallExpression(base) ? skipTypes(base.expression) : null;
  if (callee === null || !ts.isPropertyAccessExpression(callee) || !methods.has(callee.name.text)) return null;
  const owner = checker.getSymbolAtLocation(callee.name)?.declarations?.[0]?.parent;
  const isCollection = owner !== undefined && ts.isInterfaceDeclaration(owner) && isOfLibrary(owner);
  return isCollection && COLLECTION.test(owner.name.text) ? callee.expression : null;
}

const HOLDERS = new Set(['at', 'find', 'findLast', 'get']);

/** All of its values. */
const LISTERS = new Set(['entries', 'values']);

const COLLECTION = /^(?:(?:Readonly|Weak)?Map|(?:Readonly)?Array)$/;

/** The declaration by `const` that a name is bound in; a rest is a copy. */
function variableOf(declaration: ts.Node): ts.VariableDeclaration | null {
  if (ts.isBindingElement(declaration)) {
    return declaration.dotDotDotToken === undefined ? variableOf(declaration.parent.parent) : null;
  }
  return ts.isVariableDeclaration(declaration) && (declaration.parent.flags & ts.NodeFlags.Const) !== 0
    ? declaration
    : null;
}
