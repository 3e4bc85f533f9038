/** Which tests come with the exercise: those that have the name of one, wherever it leads, and those that do the same. */

import type { GivenTests } from '../../wire/messages.ts';
import type { FoundTest } from './run-test-file.ts';

/** Whether a test, by its name in reports, is a given one. */
export function givenAmong({ names, texts }: GivenTests): (name: string, test: FoundTest) => boolean {
  const knownNames = new Set(names);
  const knownTexts = new Set(texts.map(comparable));
  return (name, { text }) => knownNames.has(name) || (text !== null && knownTexts.has(comparable(text)));
}

/** Bundlers indent anew and put digits behind a name that another file has too, so that `{ clock }` becomes `{ clock: clock2 }`. */
function comparable(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/(?<=[A-Za-z_$])\d+(?![\w$])/g, '')
    .replace(/(?<![\w$])([\w$]+): \1(?![\w$])/g, '$1');
}
