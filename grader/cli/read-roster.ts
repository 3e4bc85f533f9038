import { readFile } from 'node:fs/promises';
import { UsageError } from '../errors.ts';
import { printable } from '../printable.ts';
import { parseRoster } from '../report/parse-roster.ts';
import { errorCode } from '../submission/read-regular-file.ts';

/** Names by id from a CSV file. */
export async function readRoster(path: string): Promise<ReadonlyMap<string, string>> {
  const shown = printable(path, 300);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UsageError(
      `Cannot read ${shown} (${errorCode(cause) ?? String(cause)}). Name a CSV file with the columns id and name.`,
      { cause },
    );
  });
  return parseRoster(text, shown);
}
