/** The archives that are taken as hand-ins, by the endings of their names. */

const ENDING = /\.(?:zip|tar|tar\.gz|tgz)$/iu;

/** Their kinds, as messages name them. */
export const ARCHIVES = '.zip, .tar.gz, .tgz or .tar';

export function isArchiveName(name: string): boolean {
  return ENDING.test(name) && withoutEnding(name) !== '';
}

export function isZipName(name: string): boolean {
  return /\.zip$/iu.test(name);
}

/** What the folder would be called. */
export function withoutEnding(name: string): string {
  return name.replace(ENDING, '');
}
