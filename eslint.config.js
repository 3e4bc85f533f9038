/** The kit's own source keeps the patterns that it bans, and the order of its folders. */

import { basename, dirname, relative, resolve, sep } from 'node:path';
import tseslint from 'typescript-eslint';

/** What stands in `grader/`, in the order of DESIGN.md: each imports only itself and what stands above it. */
const FOLDERS = [
  'model',
  'files at the top',
  'challenge',
  'submission',
  'wire',
  'subject',
  'sandbox',
  'judge',
  'checks',
  'score',
  'report',
  'signature',
  'reporters',
  'grade.ts',
  'batch',
  'verify',
  'cli',
];

const GRADER = resolve(import.meta.dirname, 'grader');

/** The entry of FOLDERS that a file belongs to, or `null` for a file outside of `grader/`. */
function folderOf(path) {
  const [first, ...rest] = relative(GRADER, path).split(sep);
  if (first === '..' || first === undefined) return null;
  if (rest.length > 0) return first;
  return first === 'grade.ts' ? first : 'files at the top';
}

function mayImport(from, to) {
  if (from === 'subject') return to === 'wire' || to === 'subject';
  return FOLDERS.indexOf(to) <= FOLDERS.indexOf(from);
}

const folderOrder = {
  create(context) {
    const from = folderOf(context.filename);
    const see = (node) => {
      const specifier = node.source?.value;
      if (typeof specifier !== 'string' || !specifier.startsWith('.')) return;
      const to = folderOf(resolve(dirname(context.filename), specifier));
      if (specifier.endsWith('/package.json')) return;
      if (to === null)
        context.report({ node, message: 'grader/ imports nothing of the kit that stands outside of it.' });
      else if (!FOLDERS.includes(from) || !FOLDERS.includes(to)) {
        context.report({
          node,
          message: `Give grader/${FOLDERS.includes(from) ? to : from} a place in the order of folders.`,
        });
      } else if (!mayImport(from, to)) {
        context.report({ node, message: `grader/${from} stands above grader/${to} and must not import it.` });
      }
    };
    return { ImportDeclaration: see, ExportNamedDeclaration: see, ExportAllDeclaration: see, ImportExpression: see };
  },
};

const kebabCase = {
  create(context) {
    const name = basename(context.filename);
    const isKebab = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z]+)+$/.test(name);
    return isKebab
      ? {}
      : { Program: (node) => context.report({ node, message: `${name}: file names are kebab-case.` }) };
  },
};

export default tseslint.config(
  {
    ignores: [
      'skeleton/',
      'reference/',
      '**/samples/',
      'test/.pack-*/',
      'test/cheats/',
      'test/suites/',
      '**/fixtures/',
      '**/node_modules/',
      '**/mutants/',
      'reports/',
      'coverage/',
    ],
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.base],
    linterOptions: { noInlineConfig: true },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { kit: { rules: { 'folder-order': folderOrder, 'kebab-case': kebabCase } } },
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-empty': 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-console': 'error',
      'kit/kebab-case': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/ban-ts-comment': ['error', { minimumDescriptionLength: Infinity, 'ts-expect-error': true }],
      '@typescript-eslint/no-unsafe-function-type': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'no-restricted-imports': ['error', { paths: bareBuiltins() }],
      'no-restricted-syntax': [
        'error',
        {
          selector: ':matches(VariableDeclarator, PropertyDefinition)[definite=true]',
          message: 'Initialise it where you declare it.',
        },
      ],
    },
  },
  {
    files: ['grader/**/*.ts'],
    rules: {
      'kit/folder-order': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: ':matches(VariableDeclarator, PropertyDefinition)[definite=true]',
          message: 'Initialise it where you declare it.',
        },
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        { selector: 'TSEnumDeclaration', message: 'Use a union of strings.' },
      ],
    },
  },
  {
    // Pure: from what they are given and nothing else.
    files: ['grader/score/**/*.ts', 'grader/report/**/*.ts', 'grader/reporters/**/*.ts', 'grader/model/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ group: ['node:*'], message: 'This folder is pure.' }] }],
      'no-restricted-globals': ['error', 'Date', 'performance', 'process', 'setTimeout', 'setInterval', 'crypto'],
    },
  },
  { files: ['scripts/**/*.ts', 'bench/**/*.ts'], rules: { 'no-console': 'off' } },
);

function bareBuiltins() {
  return process
    .getBuiltinModule('node:module')
    .builtinModules.filter((name) => !name.startsWith('node:') && !name.startsWith('_'))
    .map((name) => ({ name, message: `Write 'node:${name}'.` }));
}
