import { ts } from 'ts-morph';
import type { ModuleState } from './find-module-state.ts';

interface JudgedFile {
  readonly path: string;
  readonly file: ts.SourceFile;
}

/** The constant or class by its name, and where it is changed, which may be far away; null where it has no name. */
export function describeModuleState(
  { declaration, changedAt }: ModuleState,
  files: readonly JudgedFile[],
): string | null {
  const name = nameOf(declaration);
  if (name === null) return null;
  if (changedAt === null) return `\`${name}\`, which keeps state in a closure,`;
  const changed = files.find(({ file }) => file === changedAt.getSourceFile());
  if (changed === undefined) return null;
  const { line } = changed.file.getLineAndCharacterOfPosition(changedAt.getStart(changed.file));
  return `\`${name}\`, which is changed in line ${line + 1} of ${changed.path},`;
}

function nameOf(declaration: ts.Node): string | null {
  if (!ts.isVariableDeclaration(declaration) && !ts.isClassDeclaration(declaration)) return null;
  return declaration.name !== undefined && ts.isIdentifier(declaration.name) ? declaration.name.text : null;
}
