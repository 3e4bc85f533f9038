import type { ts } from 'ts-morph';
import { withAnyAsUnknown } from './any-as-unknown.ts';
import { describeModuleState } from './describe-module-state.ts';
import { findAmbientValues } from './find-ambient-values.ts';
import { findClockReads } from './find-clock-reads.ts';
import { findCodeMakers } from './find-code-makers.ts';
import { findFloatingPromises } from './find-floating-promises.ts';
import { findGlobalMembers, GLOBAL_PATTERNS } from './find-global-members.ts';
import { findHiddenAny } from './find-hidden-any.ts';
import { findMissingTypes } from './find-missing-types.ts';
import { findModuleState } from './find-module-state.ts';
import { findUsedAny } from './find-used-any.ts';
import { PATTERN_INFOS, type PatternId } from './pattern-infos.ts';
import { strictGlobals, strictLibrary } from './strict-library.ts';
import { judgedFiles, standardLibrary, typedProgram } from './typed-program.ts';
import type { Hit, WorkRequest } from './worker-messages.ts';

/** The patterns that only the types show: unchecked `any`, values without code, clocks, code from text, floating promises. */
export function findTypedPatterns(request: WorkRequest): readonly Hit[] {
  const library = standardLibrary(request);
  const strictText = { library: strictLibrary(library), declarations: strictGlobals };
  const strictly = (sources: WorkRequest['sources']): ts.Program => typedProgram({ ...request, sources }, strictText);
  const strict = strictly(request.sources);
  const ordinary = (): ts.Program => typedProgram(request, { library, declarations: (text) => text });
  const files = judgedFiles(strict, request);
  const judged = new Set(files.map(({ file }) => file));
  const ambientValues: Find = (file, checker) => findAmbientValues(file, checker, (other) => judged.has(other));
  // Q1 looks for no errors in a declaration file.
  const reported = (file: ts.SourceFile): readonly ts.Diagnostic[] =>
    file.isDeclarationFile ? [] : strict.getSemanticDiagnostics(file);
  const missingTypes: Find = (file, checker) =>
    findMissingTypes(file, checker, new Set(reported(file).map(({ start = 0 }) => start)));
  const moduleStates = findModuleState([...judged], strict.getTypeChecker());
  const places = (find: Find): readonly Excerpt[] => placesOf(find, strict, request);
  return [
    ...findUncheckedAny(request, { strict, strictly, ordinary }),
    // What is `any` with the strict library too.
    ...places(findUsedAny).map((place) => hitAt(place, 'no-unchecked-any', anyIn(place))),
    ...places(missingTypes).map((place) => hitAt(place, 'no-any', MISSING)),
    ...places(findHiddenAny).map((place) => hitAt(place, 'no-any', HIDDEN)),
    ...places(ambientValues).map((place) => hitAt(place, 'no-double-assertion', WITHOUT_CODE)),
    ...places(findClockReads).map((place) => hitAt(place, 'no-ambient-clock', PRESENT)),
    ...places(findCodeMakers).map((place) => hitAt(place, 'no-eval', MAKES_CODE)),
    ...GLOBAL_PATTERNS.flatMap((pattern) =>
      places((file, checker) => findGlobalMembers(file, checker, pattern)).map((place) => hitAt(place, pattern)),
    ),
    ...moduleStates.flatMap((state) => {
      const isAt: Find = (file) => [state.declaration].filter((node) => node.getSourceFile() === file);
      return places(isAt).map((place) => hitAt(place, 'no-module-state', describeModuleState(state, files)));
    }),
    ...places(findFloatingPromises).map((place) => hitAt(place, 'no-floating-promise')),
  ];
}

interface Programs {
  readonly strict: ts.Program;
  /** Of other texts of the same files. */
  readonly strictly: (sources: WorkRequest['sources']) => ts.Program;
  readonly ordinary: () => ts.Program;
}

/** What compiles with the ordinary library and not with the strict one. */
function findUncheckedAny(request: WorkRequest, { strict, strictly, ordinary }: Programs): readonly Hit[] {
  const suspects = [...diagnose(strict, request), ...diagnoseRewritten(request, { strict, strictly })];
  if (suspects.length === 0) return [];
  const known = new Set(diagnose(ordinary(), request).map(placeKey));
  const unchecked = suspects.filter((suspect) => !LACKS_RETURN.has(suspect.code) && !known.has(placeKey(suspect)));
  return [
    ...unchecked.map((suspect) => hitAt(suspect, 'no-unchecked-any', anyIn(suspect))),
    ...suspects.filter(isUndeclaredType).map((suspect) => hitAt(suspect, 'no-unchecked-any')),
  ];
}

/** What does not compile either when an `any` that is only passed on is `unknown`, at its place in the source. */
function diagnoseRewritten(request: WorkRequest, { strict, strictly }: Omit<Programs, 'ordinary'>): readonly Suspect[] {
  const files = judgedFiles(strict, request);
  const rewritten = new Map(files.map(({ path, file }) => [path, withAnyAsUnknown(file, strict.getTypeChecker())]));
  if (![...rewritten.values()].some((text) => text !== null)) return [];
  const sources = request.sources.map(({ path, text }) => ({ path, text: rewritten.get(path)?.text ?? text }));
  return diagnose(strictly(sources), request).flatMap((suspect) => {
    const file = strict.getSourceFile(suspect.file.fileName);
    const originOf = rewritten.get(suspect.path)?.originOf ?? ((position: number) => position);
    const start = originOf(suspect.start);
    const length = originOf(suspect.start + suspect.length) - start;
    return file === undefined ? [] : [{ ...suspect, file, start, length }];
  });
}

/** A generator may end without a value where its result is `any`, and not where it is `unknown`; nothing flows there. */
const LACKS_RETURN = new Set([2355, 2366]);

interface Place {
  readonly path: string;
  readonly file: ts.SourceFile;
  readonly start: number;
}

type Excerpt = Place & { readonly length: number };

type Suspect = Excerpt & { readonly code: number };

function diagnose(program: ts.Program, request: WorkRequest): readonly Suspect[] {
  return judgedFiles(program, request).flatMap(({ path, file }) =>
    program
      .getSemanticDiagnostics(file)
      .filter(({ code }) => !LACKS_MODULE.has(code))
      .map(({ start = 0, length = 0, code }) => ({ path, file, start, length, code })),
  );
}

/** Q1 overlooks a missing Node module; it must not hide what else stands on its line. */
const LACKS_MODULE = new Set([2307, 2580, 2591, 2882]);

/** An error of the ordinary program on the same line may change its form with the library; it stays what it is. */
function placeKey({ path, file, start }: Suspect): string {
  return `${path}:${file.getLineAndCharacterOfPosition(start).line}`;
}

const MAX_EXCERPT = 50;

/** The pattern in its own words, with the source that the compiler points at: an expression, or what gets its value. */
function anyIn({ file, start, length }: Excerpt): string {
  const text = file.text
    .slice(start, start + length)
    .replace(/\s+/g, ' ')
    .replaceAll('`', "'");
  const excerpt = text.length > MAX_EXCERPT ? `${text.slice(0, MAX_EXCERPT)}…` : text;
  return `${PATTERN_INFOS['no-unchecked-any'].what} here in \`${excerpt}\`,`;
}

/** In a declaration file nothing else complains about a parameter or a result without a type, which is `any`. */
function isUndeclaredType({ file, code }: Suspect): boolean {
  return file.isDeclarationFile && ((code >= 7005 && code <= 7034) || code === UNTYPED_MEMBERS);
}

/** Of `{ [Key in 'a' | 'b'] }`. */
const UNTYPED_MEMBERS = 7039;

const MISSING = 'A type without a declaration, as that of a Node module, is `any`; it';

const MAKES_CODE = 'A function made from a string through `Function` or `constructor`';

const PRESENT = 'The present time of `Date`';

const HIDDEN = 'A type that comes to `any`, taken out of a declaration of the library,';

type Find = (file: ts.SourceFile, checker: ts.TypeChecker) => readonly ts.Node[];

/** Where `find` finds something in the files that are judged. */
function placesOf(find: Find, program: ts.Program, request: WorkRequest): readonly Excerpt[] {
  const checker = program.getTypeChecker();
  return judgedFiles(program, request).flatMap(({ path, file }) =>
    find(file, checker).map((node) => ({ path, file, start: node.getStart(file), length: node.getWidth(file) })),
  );
}

/** It has the effect of a double assertion and counts as one. */
const WITHOUT_CODE =
  'A declaration without code behind it (of a value by `declare` or in a `.d.ts` file, of a member by an interface that adds to one of the library, to a given one or to a class)';

function hitAt({ path, file, start }: Place, pattern: PatternId, what: string | null = null): Hit {
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  return { pattern, file: path, line: line + 1, column: character + 1, what };
}
