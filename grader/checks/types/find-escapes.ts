import { readFileSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import type { Finding } from '../../model/evidence.ts';
import { sourceLines } from '../../source-lines.ts';
import type { ProgramFile } from './parse-diagnostics.ts';
import { typesFinding } from './types-finding.ts';

/**
 * The places in `folder` from which the compiler was led to files outside of it and of the `known` folders: imports and
 * references that leave the submission. In the order in which the compiler met them.
 */
export function findEscapes(
  folder: string,
  files: readonly ProgramFile[],
  known: readonly string[],
): readonly Finding[] {
  const allowed = [folder, ...known];
  const outside = files.filter((file) => !allowed.some((root) => isInside(root, resolve(folder, file.path))));
  const escapes = outside.flatMap((file) => file.reasons.flatMap((reason) => escapeOf(folder, reason)));
  if (outside.length === 0 || escapes.length > 0) return escapes;
  return [
    typesFinding({ file: 'src', line: 1, column: 1 }, 'A file outside of the submission is part of the program.'),
  ];
}

function isInside(root: string, path: string): boolean {
  const step = relative(root, path);
  return step !== '' && !step.startsWith('..') && !isAbsolute(step);
}

/** `Imported via '../../x.ts' from file 'src/a.ts'`; what is led to by a file that is outside itself says nothing new. */
function escapeOf(folder: string, reason: string): readonly Finding[] {
  const [, specifier, file] = /via ['"](.*)['"] from file '(.*?)'/.exec(reason) ?? [];
  if (specifier === undefined || file === undefined || !isInside(folder, resolve(folder, file))) return [];
  const place = { file, ...placeOf(specifier, readFileSync(resolve(folder, file), 'utf8')) };
  const message = `${JSON.stringify(specifier)} leads out of the submission: a solution consists of the files in src/ alone.`;
  return [typesFinding(place, message)];
}

function placeOf(specifier: string, text: string): { line: number; column: number } {
  const before = sourceLines(text.slice(0, Math.max(0, text.indexOf(specifier))));
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
