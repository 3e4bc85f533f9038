/** The letters by which cases name the ends of attempts, for whoever reads a report. */

const ENDINGS = {
  ...{ N: 'network failure', L: 'lost answer', S: 'throw at the call', W: 'slow network failure', T: 'timeout' },
  ...{ A: 'approval', D: 'decline', F: 'fault' },
} as const;

/** `network failure, timeout` */
export function inWords(letters: readonly (keyof typeof ENDINGS)[]): string {
  return letters.map((letter) => ENDINGS[letter]).join(', ');
}
