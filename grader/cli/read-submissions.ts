import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { NothingGradableError, UsageError } from '../errors.ts';
import type { Challenge } from '../model/challenge.ts';
import { printable } from '../printable.ts';
import { isArchiveName, withoutEnding } from '../submission/archive-names.ts';
import { CAPS } from '../submission/caps.ts';
import { locateSubmission } from '../submission/locate-submission.ts';
import { openSources } from '../submission/open-sources.ts';
import { errorCode } from '../submission/read-regular-file.ts';
import { walkSources } from '../submission/walk-sources.ts';

export interface SourceText {
  /** Relative to the hand-in. */
  readonly path: string;
  readonly text: string;
}

/** What somebody handed in: a folder or an archive in a folder of many. */
export interface HandIn {
  /** Without the ending of an archive, unless something else is called that. */
  readonly name: string;
  readonly path: string;
  readonly isArchive: boolean;
}

/** The folders and archives in `path` by name, each of which may be a hand-in; throws a `UsageError` where it cannot be read. */
export async function handInsIn(path: string): Promise<readonly HandIn[]> {
  try {
    const files = (await readdir(path)).filter((name) => !name.startsWith('.')).toSorted();
    const found = await Promise.all(files.map(async (file) => ({ file, kind: await kindOf(join(path, file)) })));
    const names = new Set(found.flatMap(({ file, kind }) => (kind === 'folder' ? [file] : [])));
    return found.flatMap(({ file, kind }): readonly HandIn[] => {
      if (kind === null) return [];
      const isArchive = kind === 'archive';
      const name = isArchive && !names.has(withoutEnding(file)) ? withoutEnding(file) : file;
      names.add(name);
      return [{ name, path: join(path, file), isArchive }];
    });
  } catch (cause) {
    throw new UsageError(
      `Cannot read ${printable(path, 300)} (${errorCode(cause) ?? String(cause)}). Name the folder that holds the submissions.`,
      {
        cause,
      },
    );
  }
}

async function kindOf(path: string): Promise<'folder' | 'archive' | null> {
  const stats = await stat(path).catch(() => null);
  if (stats?.isDirectory() === true) return 'folder';
  return stats?.isFile() === true && isArchiveName(path) ? 'archive' : null;
}

/** The `*.ts` below `src/` of one hand-in, within the caps of staging; nothing of it is executed. Empty where there is nothing to read. */
export async function readSources(
  path: string,
  { givenFiles, entry }: Pick<Challenge, 'givenFiles' | 'entry'>,
): Promise<readonly SourceText[]> {
  try {
    const tree = await openSources(await locateSubmission(path), entry);
    const { files } = await walkSources(tree, givenFiles);
    const texts: SourceText[] = [];
    for (const file of files.filter((name) => name.startsWith('src/')).slice(0, CAPS.files)) {
      const content = await tree.read(file, CAPS.fileBytes);
      if (content.status === 'read') texts.push({ path: file, text: content.bytes.toString('utf8') });
    }
    return texts;
  } catch (error) {
    if (error instanceof UsageError || error instanceof NothingGradableError) return [];
    throw error;
  }
}
