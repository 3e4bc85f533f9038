import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { NothingGradableError, UsageError } from '../errors.ts';
import type { Challenge } from '../model/challenge.ts';
import { printable } from '../printable.ts';
import { CAPS } from '../submission/caps.ts';
import { errorCode, readRegularFile } from '../submission/read-regular-file.ts';
import { walkSources } from '../submission/walk-sources.ts';

export interface SourceText {
  /** Relative to the hand-in. */
  readonly path: string;
  readonly text: string;
}

/** The folders in `path` by name, each of which may be a hand-in; throws a `UsageError` where it cannot be read. */
export async function submissionFolders(path: string): Promise<readonly string[]> {
  try {
    const names = (await readdir(path)).filter((name) => !name.startsWith('.')).toSorted();
    const folders = await Promise.all(
      names.map(async (name) => ((await stat(join(path, name)).catch(() => null))?.isDirectory() ? [name] : [])),
    );
    return folders.flat();
  } catch (cause) {
    throw new UsageError(
      `Cannot read ${printable(path, 300)} (${errorCode(cause) ?? String(cause)}). Name the folder that holds the submissions.`,
      {
        cause,
      },
    );
  }
}

/** The `*.ts` below `src/` of one hand-in, within the caps of staging; nothing of it is executed. Empty where there is nothing to read. */
export async function readSources(
  root: string,
  { givenFiles }: Pick<Challenge, 'givenFiles'>,
): Promise<readonly SourceText[]> {
  try {
    const { files } = await walkSources(root, givenFiles);
    const texts: SourceText[] = [];
    for (const path of files.filter((file) => file.startsWith('src/')).slice(0, CAPS.files)) {
      const content = await readRegularFile(join(root, path), CAPS.fileBytes);
      if (content.status === 'read') texts.push({ path, text: content.bytes.toString('utf8') });
    }
    return texts;
  } catch (error) {
    if (error instanceof UsageError || error instanceof NothingGradableError) return [];
    throw error;
  }
}
