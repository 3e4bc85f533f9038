import { printable } from '../printable.ts';

const MAX_ID = 300;

/** `<suite>/<describe> > <title>`, with the suite's file name without its ending: printable, and stable over runs, seeds and machines. */
export function caseId(suiteFile: string, fullName: string): string {
  const file = suiteFile.split('/').at(-1) ?? '';
  return printable(`${file.replace(/\.suite\.ts$/, '')}/${fullName}`, MAX_ID);
}
