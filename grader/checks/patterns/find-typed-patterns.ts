import type { ts } from 'ts-morph';
import { findAmbientValues } from './find-ambient-values.ts';
import { findCodeMakers } from './find-code-makers.ts';
import { findFloatingPromises } from './find-floating-promises.ts';
import { findUsedAny } from './find-used-any.ts';
import { PATTERN_INFOS, type PatternId } from './pattern-infos.ts';
import { strictGlobals, strictLibrary } from './strict-library.ts';
import { MAKES_CODE } from './rules/selector-rules.ts';
import { judgedFiles, standardLibrary, typedProgram } from './typed-program.ts';
import type { Hit, WorkRequest } from './worker-messages.ts';

/** The patterns that only the types show: unchecked `any`, values without code, code from text, floating promises. */
export function findTypedPatterns(request: WorkRequest): readonly Hit[] {
  const library = standardLibrary();
  const strict = typedProgram(request, { library: strictLibrary(library), declarations: strictGlobals });
  const ordinary = (): ts.Program => typedProgram(request, { library, declarations: (text) => text });
  return [
    ...findUncheckedAny(request, strict, ordinary),
    ...usedAny(request, strict),
    ...ambientValues(request, strict),
    ...codeMakers(request, strict),
    ...floatingPromises(request, strict),
  ];
}

/** What compiles with the ordinary library and not with the strict one. */
function findUncheckedAny(request: WorkRequest, strict: ts.Program, ordinary: () => ts.Program): readonly Hit[] {
  const suspects = diagnose(strict, request);
  if (suspects.length === 0) return [];
  const known = new Set(diagnose(ordinary(), request).map(placeKey));
  const unchecked = suspects.filter((suspect) => !LACKS_RETURN.has(suspect.code) && !known.has(placeKey(suspect)));
  return [
    ...unchecked.map((suspect) => hitAt(suspect, 'no-unchecked-any', anyIn(suspect))),
    ...suspects.filter(isUndeclaredType).map((suspect) => hitAt(suspect, 'no-unchecked-any')),
  ];
}

/** A generator may end without a value where its result is `any`, and not where it is `unknown`; nothing flows there. */
const LACKS_RETURN = new Set([2355, 2366]);

interface Place {
  readonly path: string;
  readonly file: ts.SourceFile;
  readonly start: number;
}

type Suspect = Place & { readonly length: number; readonly code: number };

function diagnose(program: ts.Program, request: WorkRequest): readonly Suspect[] {
  return judgedFiles(program, request).flatMap(({ path, file }) =>
    program
      .getSemanticDiagnostics(file)
      .map(({ start = 0, length = 0, code }) => ({ path, file, start, length, code })),
  );
}

/** An error of the ordinary program on the same line may change its form with the library; it stays what it is. */
function placeKey({ path, file, start }: Suspect): string {
  return `${path}:${file.getLineAndCharacterOfPosition(start).line}`;
}

const MAX_EXCERPT = 50;

/** The pattern in its own words, with the source that the compiler points at: an expression, or what gets its value. */
function anyIn({ file, start, length }: Omit<Suspect, 'code'>): string {
  const text = file.text
    .slice(start, start + length)
    .replace(/\s+/g, ' ')
    .replaceAll('`', "'");
  const excerpt = text.length > MAX_EXCERPT ? `${text.slice(0, MAX_EXCERPT)}…` : text;
  return `${PATTERN_INFOS['no-unchecked-any'].what} here in \`${excerpt}\`,`;
}

/** In a declaration file nothing else complains about a parameter or a result without a type, which is `any`. */
function isUndeclaredType({ file, code }: Suspect): boolean {
  return file.isDeclarationFile && code >= 7005 && code <= 7034;
}

/** What is `any` with the strict library too. */
function usedAny(request: WorkRequest, program: ts.Program): readonly Hit[] {
  return judgedFiles(program, request).flatMap(({ path, file }) =>
    findUsedAny(file, program.getTypeChecker()).map((node) => {
      const start = node.getStart(file);
      const place = { path, file, start, length: node.getEnd() - start };
      return hitAt(place, 'no-unchecked-any', anyIn(place));
    }),
  );
}

/** It has the effect of a double assertion and counts as one. */
const WITHOUT_CODE =
  'A declaration without code behind it (of a value by `declare` or in a `.d.ts` file, of a member by an interface that adds to one of the library, to a given one or to a class)';

function ambientValues(request: WorkRequest, program: ts.Program): readonly Hit[] {
  const judged = judgedFiles(program, request);
  const own = new Set(judged.map(({ file }) => file));
  return judged.flatMap(({ path, file }) =>
    findAmbientValues(file, program.getTypeChecker(), (other) => own.has(other)).map((node) =>
      hitAt({ path, file, start: node.getStart(file) }, 'no-double-assertion', WITHOUT_CODE),
    ),
  );
}

function codeMakers(request: WorkRequest, program: ts.Program): readonly Hit[] {
  return judgedFiles(program, request).flatMap(({ path, file }) =>
    findCodeMakers(file, program.getTypeChecker()).map((node) =>
      hitAt({ path, file, start: node.getStart(file) }, 'no-eval', MAKES_CODE),
    ),
  );
}

function floatingPromises(request: WorkRequest, program: ts.Program): readonly Hit[] {
  return judgedFiles(program, request).flatMap(({ path, file }) =>
    findFloatingPromises(file, program.getTypeChecker()).map((node) =>
      hitAt({ path, file, start: node.getStart(file) }, 'no-floating-promise'),
    ),
  );
}

function hitAt({ path, file, start }: Place, pattern: PatternId, what: string | null = null): Hit {
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  return { pattern, file: path, line: line + 1, column: character + 1, what };
}
