/** The formats that a report can be had in. Apart from the reporters, so that the command line can name them without loading any. */

export const FORMATS = [
  'terminal',
  'json',
  'html',
  'markdown',
  'junit',
  'sarif',
  'ctrf',
  'gradescope',
  'exercism',
  'csv',
  'mutation',
  'github',
] as const;

export type Format = (typeof FORMATS)[number];

/** What a grading writes when nobody asks for anything else. */
export const DEFAULT_FORMATS: readonly Format[] = ['json', 'html', 'terminal'];

/** How the file of a format ends; `null` for what is printed. */
export const FILE_ENDINGS: Readonly<Record<Format, string | null>> = {
  terminal: null,
  json: '.json',
  html: '.html',
  markdown: '.md',
  junit: '.junit.xml',
  sarif: '.sarif',
  ctrf: '.ctrf.json',
  gradescope: '.gradescope.json',
  exercism: '.exercism.json',
  csv: '.csv',
  mutation: '.mutation.json',
  github: null,
};
