import type { Scope } from 'eslint';
import {
  ancestors,
  child,
  children,
  field,
  isFunction,
  isInsideFunction,
  isNode,
  staticName,
  type AstNode,
} from './ast.ts';
import { initialValue } from './assertion-rules.ts';
import { isGlobal } from './global-paths.ts';
import { isMutated } from './is-mutated.ts';
import { patternRule, referencesOf, type RuleInput } from './pattern-rule.ts';
import { loadsOnce, runsAfterLoading } from './runs-later.ts';

/**
 * State that outlives the objects of a module: `let` and `var` outside of every function, and what else is made while the
 * module loads and a function changes later: constants, static fields, variables of functions that are called at once.
 * What is only filled while the module loads, also by a callback or a function that nothing calls later, is a table, not state.
 */
export const moduleStateRule = patternRule((input) => {
  if (input.filename.endsWith('.d.ts')) return {};
  const members: AstNode[] = [];
  const classes: AstNode[] = [];
  return {
    MemberExpression: (node) => members.push(node),
    ':matches(ClassDeclaration, ClassExpression)': (node) => classes.push(node),
    'Program:exit': () => {
      for (const variable of moduleVariables(input)) reportVariable(variable, input);
      for (const variable of loadedVariables(input)) if (isKept(variable, input)) reportChange(variable, input);
      for (const reference of referencesOf(input)) reportGlobalChange(reference, input);
      for (const owner of classes) if (!isInsideFunction(owner)) reportStaticFields(owner, members, input);
    },
  };
});

function moduleVariables(input: RuleInput): readonly Scope.Variable[] {
  const scopes: readonly Scope.Scope[] = input.sourceCode.scopeManager?.scopes ?? [];
  return scopes.filter(({ block }) => isModuleBlock(block)).flatMap((scope) => scope.variables);
}

/** What blocks of the module, and functions that it calls while it loads, declare: `const next = (() => { let n = 0; … })()`. */
function loadedVariables(input: RuleInput): readonly Scope.Variable[] {
  const scopes: readonly Scope.Scope[] = input.sourceCode.scopeManager?.scopes ?? [];
  return scopes
    .filter(({ block, type }: { block: unknown; type: string }) => {
      return type !== 'class' && isNode(block) && !isModuleBlock(block) && loadsOnce(block);
    })
    .flatMap((scope) => scope.variables);
}

/** Whether functions that run later set or change it. */
function isKept(variable: Scope.Variable, input: RuleInput): boolean {
  return variable.references.some(
    (reference) =>
      isChangedAt(reference.identifier, variable, input) ||
      (reference.isWrite() && isLater(reference.identifier, input)),
  );
}

function isLater(identifier: unknown, input: RuleInput): boolean {
  return isNode(identifier) && runsAfterLoading(identifier, input);
}

function reportChange(variable: Scope.Variable, input: RuleInput): void {
  const name: unknown = variable.defs[0]?.name;
  if (isNode(name)) input.report(name, `\`${variable.name}\`, which functions of the module change,`);
}

/** `Object.assign(globalThis, …)` and its like. */
function reportGlobalChange({ identifier, resolved }: Scope.Reference, input: RuleInput): void {
  const node: unknown = identifier;
  if (identifier.name !== 'globalThis' || !isGlobal(resolved) || !isNode(node) || !isLater(node, input)) return;
  if (isMutated({ node, initial: null, isField: false })) input.report(node, '`globalThis`, which functions change,');
}

function isModuleBlock(block: unknown): boolean {
  return isNode(block) && ['Program', 'TSModuleDeclaration'].includes(block.type) && field(block, 'declare') !== true;
}

function reportVariable(variable: Scope.Variable, input: RuleInput): void {
  const [definition] = variable.defs;
  const name: unknown = definition?.name;
  const declaration: unknown = definition?.parent;
  if (definition === undefined || !isNode(name) || isAmbient(declaration)) return;
  if (definition.type === 'Variable' && isNode(declaration) && field(declaration, 'kind') !== 'const') {
    input.report(name, `\`${variable.name}\`, a variable of the module,`);
  } else if (variable.references.some((reference) => isChangedAt(reference.identifier, variable, input))) {
    reportChange(variable, input);
  }
}

function isAmbient(declaration: unknown): boolean {
  return isNode(declaration) && field(declaration, 'declare') === true;
}

function isChangedAt(identifier: unknown, variable: Scope.Variable, input: RuleInput): boolean {
  if (!isNode(identifier) || !isLater(identifier, input)) return false;
  return isMutated({ node: identifier, initial: initialValue(variable), isField: false });
}

function reportStaticFields(owner: AstNode, members: readonly AstNode[], input: RuleInput): void {
  const body = child(owner, 'body');
  const fields = body === null ? [] : children(body, 'body').filter(isStaticField);
  for (const definition of fields) {
    const name = staticName(definition);
    const uses = members.filter((member) => name !== null && staticName(member) === name && isOf(owner, member, input));
    const initial = child(definition, 'value');
    const changed = uses.some((node) => isLater(node, input) && isMutated({ node, initial, isField: true }));
    if (changed) input.report(definition, `\`${name ?? ''}\`, a static field that is changed,`);
  }
}

function isStaticField(member: AstNode): boolean {
  return member.type === 'PropertyDefinition' && field(member, 'static') === true && field(member, 'declare') !== true;
}

/** Whether a member expression reads from the class itself: by its name, or by `this` in a static method. */
function isOf(owner: AstNode, member: AstNode, input: RuleInput): boolean {
  const object = child(member, 'object');
  if (object === null) return false;
  if (object.type === 'ThisExpression') return thisClass(object) === owner;
  if (object.type !== 'Identifier') return false;
  const resolved = referencesOf(input).find(({ identifier }) => identifier === object)?.resolved ?? null;
  return resolved?.defs[0]?.node === owner || initialValue(resolved) === owner;
}

/** The class whose static side `this` is. */
function thisClass(node: AstNode): AstNode | null {
  for (const outer of ancestors(node)) {
    if (outer.type === 'StaticBlock' || outer.type === 'PropertyDefinition') return null;
    if (!isFunction(outer) || outer.type === 'ArrowFunctionExpression') continue;
    const method = child(outer, 'parent');
    const isStatic = method?.type === 'MethodDefinition' && field(method, 'static') === true;
    const body = isStatic ? child(method, 'parent') : null;
    return body === null ? null : child(body, 'parent');
  }
  return null;
}
