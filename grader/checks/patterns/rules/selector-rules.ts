import { builtinModules } from 'node:module';
import type { Rule } from 'eslint';
import type { PatternId } from '../pattern-infos.ts';
import { ancestors, child, children, field, nameOf, type AstNode } from './ast.ts';
import { patternRule } from './pattern-rule.ts';

/** A pattern that the shape of the tree gives away. */
interface Shape {
  readonly pattern: PatternId;
  /** esquery. */
  readonly selector: string;
  readonly what?: string;
  readonly when?: (node: AstNode) => boolean;
}

const SHAPES: readonly Shape[] = [
  { pattern: 'no-any', selector: 'TSAnyKeyword' },
  {
    pattern: 'no-any',
    selector: 'TSModuleDeclaration[id.type="Literal"]:not([body])',
    what: 'A module declared without its types is `any`; it',
  },
  { pattern: 'no-non-null', selector: 'TSNonNullExpression' },
  {
    pattern: 'no-non-null',
    selector: ':matches(VariableDeclarator, PropertyDefinition, AccessorProperty)[definite=true]',
    what: 'A definite assignment assertion (`x!: T`)',
  },
  {
    pattern: 'no-non-null',
    selector: 'PropertyDefinition[declare=true]',
    what: 'A field that is only declared (`declare x: T`, the same as `x!: T`)',
    when: claimsType,
  },
  { pattern: 'no-loose-equality', selector: 'BinaryExpression[operator=/^[!=]=$/]' },
  {
    pattern: 'no-var',
    selector:
      'VariableDeclaration[kind="var"]:not([declare=true]):not(TSModuleDeclaration[declare=true] VariableDeclaration)',
  },
  {
    // As a part of an intersection, `{}` is how "not null or undefined" is written.
    pattern: 'no-banned-type',
    selector: 'TSTypeLiteral[members.length=0]:not(TSIntersectionType > TSTypeLiteral)',
    what: 'The type `{}`',
  },
  {
    pattern: 'no-banned-type',
    selector:
      'TSTypeReference > TSQualifiedName[left.name="globalThis"][right.name=/^(?:Function|CallableFunction|NewableFunction|Object)$/]',
  },
  { pattern: 'no-dynamic-import', selector: 'ImportExpression' },
  { pattern: 'no-dynamic-import', selector: 'TSImportEqualsDeclaration > TSExternalModuleReference' },
  {
    pattern: 'no-node-import',
    selector: ':matches(ImportDeclaration, ExportNamedDeclaration, ExportAllDeclaration, TSImportType)',
    when: (node) => isNodeModule(nameOf(child(node, 'source'))),
  },
  {
    pattern: 'no-node-import',
    selector: 'TSExternalModuleReference',
    when: (node) => isNodeModule(nameOf(child(node, 'expression'))),
  },
];

const BUILTIN = new Set(builtinModules);

/** One rule for each pattern that has shapes. */
export const selectorRules: Readonly<Record<string, Rule.RuleModule>> = Object.fromEntries(
  [...new Set(SHAPES.map((shape) => shape.pattern))].map((pattern) => [pattern, ruleFor(pattern)]),
);

function ruleFor(pattern: PatternId): Rule.RuleModule {
  const shapes = SHAPES.filter((shape) => shape.pattern === pattern);
  return patternRule(({ report }) =>
    Object.fromEntries(
      shapes.map(({ selector, what, when }) => [
        selector,
        (node: AstNode) => {
          if (when === undefined || when(node)) report(node, what);
        },
      ]),
    ),
  );
}

const CLAIMLESS = new Set(['TSUnknownKeyword', 'TSVoidKeyword', 'TSUndefinedKeyword']);

/** Whether a declared field claims more than a field could that nobody has set. */
function claimsType(node: AstNode): boolean {
  const annotation = child(node, 'typeAnnotation');
  const type = annotation === null ? null : child(annotation, 'typeAnnotation');
  if (type !== null && CLAIMLESS.has(type.type)) return false;
  const owner = ancestors(node).find(({ type: kind }) => kind === 'ClassDeclaration' || kind === 'ClassExpression');
  if (owner === undefined || field(owner, 'declare') === true) return false;
  const mayBeMissing = field(node, 'optional') === true || (type !== null && children(type, 'types').some(isUndefined));
  return child(owner, 'superClass') !== null || !mayBeMissing;
}

function isUndefined(type: AstNode): boolean {
  return type.type === 'TSUndefinedKeyword';
}

function isNodeModule(specifier: string | null): boolean {
  return specifier !== null && (specifier.startsWith('node:') || BUILTIN.has(specifier));
}
