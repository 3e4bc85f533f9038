import type { ts } from 'ts-morph';
import { findFloatingPromises } from './find-floating-promises.ts';
import type { PatternId } from './pattern-infos.ts';
import { strictGlobals, strictLibrary } from './strict-library.ts';
import { judgedFiles, standardLibrary, typedProgram } from './typed-program.ts';
import type { Hit, WorkRequest } from './worker-messages.ts';

/** The patterns that only the types show: unchecked `any` and floating promises. */
export function findTypedPatterns(request: WorkRequest): readonly Hit[] {
  const library = standardLibrary();
  const strict = typedProgram(request, { library: strictLibrary(library), declarations: strictGlobals });
  const ordinary = (): ts.Program => typedProgram(request, { library, declarations: (text) => text });
  return [...findUncheckedAny(request, strict, ordinary), ...floatingPromises(request, strict)];
}

/** What compiles with the ordinary library and not with the strict one. */
function findUncheckedAny(request: WorkRequest, strict: ts.Program, ordinary: () => ts.Program): readonly Hit[] {
  const suspects = diagnose(strict, request);
  if (suspects.length === 0) return [];
  const known = new Set(diagnose(ordinary(), request).map(placeKey));
  const unchecked = suspects.filter((suspect) => !known.has(placeKey(suspect)));
  return [...unchecked, ...suspects.filter(isUndeclaredType)].map((suspect) => hitAt(suspect, 'no-unchecked-any'));
}

interface Place {
  readonly path: string;
  readonly file: ts.SourceFile;
  readonly start: number;
}

type Suspect = Place & { readonly code: number };

function diagnose(program: ts.Program, request: WorkRequest): readonly Suspect[] {
  return judgedFiles(program, request).flatMap(({ path, file }) =>
    program.getSemanticDiagnostics(file).map(({ start = 0, code }) => ({ path, file, start, code })),
  );
}

/** An error of the ordinary program on the same line may change its form with the library; it stays what it is. */
function placeKey({ path, file, start }: Suspect): string {
  return `${path}:${file.getLineAndCharacterOfPosition(start).line}`;
}

/** In a declaration file nothing else complains about a parameter or a result without a type, which is `any`. */
function isUndeclaredType({ file, code }: Suspect): boolean {
  return file.isDeclarationFile && code >= 7005 && code <= 7034;
}

function floatingPromises(request: WorkRequest, program: ts.Program): readonly Hit[] {
  return judgedFiles(program, request).flatMap(({ path, file }) =>
    findFloatingPromises(file, program.getTypeChecker()).map((node) =>
      hitAt({ path, file, start: node.getStart(file) }, 'no-floating-promise'),
    ),
  );
}

function hitAt({ path, file, start }: Place, pattern: PatternId): Hit {
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  return { pattern, file: path, line: line + 1, column: character + 1, what: null };
}
