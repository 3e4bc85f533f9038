import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Project, ts } from 'ts-morph';
import typescript from 'typescript';
import { COMPILER_OPTIONS } from '../types/compiler-options.ts';
import { loadLibrary, type Library } from './strict-library.ts';
import type { WorkRequest } from './worker-messages.ts';

const ROOT = '/submission';
const LIBRARY = '/library';

/**
 * The ES2024 library as the compiler brings it, with what sources refer to beside it (`/// <reference lib="dom" />`): Q1's
 * compiler has that, too, and what only one of the two knows would hide an `any` behind an error.
 */
export function standardLibrary({ sources }: WorkRequest): Library {
  const folder = dirname(typescript.getDefaultLibFilePath({}));
  const named = sources.flatMap(({ text }) => [...text.matchAll(LIBRARY_REFERENCE)].map(([, name = '']) => name));
  const names = new Set(['es2024', ...named.map((name) => name.toLowerCase()).map((name) => MOVED.get(name) ?? name)]);
  const known = [...names].filter((name) => existsSync(join(folder, `lib.${name}.d.ts`)));
  return new Map(known.flatMap((name) => [...loadLibrary(folder, name)]));
}

/** Names that the compiler still takes for what has become part of an edition. */
const MOVED: ReadonlyMap<string, string> = new Map(
  ['float16', 'iterator', 'promise'].map((part) => [`esnext.${part}`, `es2025.${part}`]),
);

const LIBRARY_REFERENCE = /<reference\s[^>]*?\blib\s*=\s*["']([\w.]+)["']/gi;

/** How a program deviates from the ordinary one. */
export interface ProgramText {
  readonly library: Library;
  /** Applied to the given files of declarations. */
  readonly declarations: (text: string) => string;
}

/**
 * The request's sources as a program in memory. It reaches no file that is not in the request, so that an import cannot
 * lead out of it.
 */
export function typedProgram(request: WorkRequest, text: ProgramText): ts.Program {
  const project = new Project({
    useInMemoryFileSystem: true,
    libFolderPath: LIBRARY,
    compilerOptions: compilerOptions(),
  });
  const files = project.getFileSystem();
  for (const [name, content] of text.library) files.writeFileSync(`${LIBRARY}/${name}`, content);
  for (const [name, folder] of Object.entries(request.packages)) {
    for (const [path, content] of declarationsOf(folder))
      files.writeFileSync(`${ROOT}/node_modules/${name}/${path}`, content);
  }
  for (const { path, text: content } of request.given) {
    project.createSourceFile(`${ROOT}/${path}`, path.endsWith('.d.ts') ? text.declarations(content) : content);
  }
  for (const { path, text: content } of request.sources) project.createSourceFile(`${ROOT}/${path}`, content);
  return project.getProgram().compilerObject;
}

/** Whether the standard library declares it. */
export function isOfLibrary(declaration: ts.Node): boolean {
  return declaration.getSourceFile().fileName.startsWith(`${LIBRARY}/`);
}

/** The source files that are judged, in the order of the request. */
export function judgedFiles(
  program: ts.Program,
  request: WorkRequest,
): readonly { path: string; file: ts.SourceFile }[] {
  return request.sources.flatMap(({ path }) => {
    const file = program.getSourceFile(`${ROOT}/${path}`);
    return file === undefined ? [] : [{ path, file }];
  });
}

/**
 * Q1's options but for those that have nothing to do with types flowing: an index that may miss, names that nobody uses.
 * Declaration files of the submission are looked into, which `skipLibCheck` would prevent.
 */
function compilerOptions(): ts.CompilerOptions {
  return {
    ...COMPILER_OPTIONS,
    target: ts.ScriptTarget.ES2024,
    lib: ['lib.es2024.d.ts'],
    types: [],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    skipLibCheck: false,
    skipDefaultLibCheck: true,
    noUncheckedIndexedAccess: false,
    noUnusedLocals: false,
    noUnusedParameters: false,
  };
}

/** The manifest and the declarations of a package: relative path -> text. */
function declarationsOf(folder: string): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const wanted = paths.filter((path) => path === 'package.json' || /\.d\.[cm]?ts$/.test(path));
  return new Map(wanted.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}
