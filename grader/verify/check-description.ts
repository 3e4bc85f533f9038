/** Does the skeleton's README tell candidates every rule, and what it is worth? */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ChallengeError } from '../errors.ts';
import type { Challenge, Rule } from '../model/challenge.ts';

/** One line for each rule that README.md of the skeleton does not describe, or describes with other points. */
export async function checkDescription({ id, skeletonRoot, rules }: Challenge): Promise<readonly string[]> {
  const text = await readFile(join(skeletonRoot, 'README.md'), 'utf8').catch((cause: unknown) => {
    throw new ChallengeError(`skeleton/${id}/README.md cannot be read: candidates need it`, { cause });
  });
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  return rules.flatMap((rule) => problemOf(rule, rows));
}

/** A rule is described in the row of a table that begins with its id; the second cell holds its points. */
function problemOf({ id, points }: Rule, rows: readonly string[]): readonly string[] {
  const cells = rows
    .map((row) => row.split('|').map((cell) => cell.trim()))
    .find(([, first = '']) => {
      return first === id || first.startsWith(`${id} `);
    });
  if (cells === undefined) return [`${id} is not described in the skeleton's README.md`];
  const [, , worth] = cells;
  return worth === String(points)
    ? []
    : [`${id} is worth ${points} points, and ${worth ?? 'nothing'} in the skeleton's README.md`];
}
