import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import { printable } from '../printable.ts';
import { createKeys } from '../signature/keys.ts';
import { errorCode } from '../submission/read-regular-file.ts';
import { EXIT } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { openReportFolder } from './report-folder.ts';
import type { Terminal } from './terminal.ts';

/** `grade keys new`: a pair of key files. Nothing that exists is overwritten. */
export async function runKeysNew(terminal: Terminal, { out }: { readonly out: string }): Promise<ExitCode> {
  const { path } = await openReportFolder(out);
  const { privatePem, publicPem, keyId } = createKeys();
  const privateFile = join(path, 'grade-private-key.pem');
  const publicFile = join(path, 'grade-public-key.pem');
  // The private half first: where only one of the two can be written, no public key goes about that nobody can sign for.
  await writeNew(privateFile, privatePem, 0o600);
  await writeNew(publicFile, publicPem, 0o644);
  terminal.print(
    [
      `Key ${keyId}`,
      `Sign:  grade <submission> --key ${printable(privateFile, 300)}  (keep this file to yourself)`,
      `Check: grade audit <report> --key ${printable(publicFile, 300)}  (give this file to anybody)`,
      '',
    ].join('\n'),
  );
  return EXIT.ok;
}

async function writeNew(path: string, text: string, mode: number): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx', mode });
  } catch (cause) {
    const shown = printable(path, 300);
    if (errorCode(cause) === 'EEXIST') {
      throw new UsageError(`${shown} exists, and keys are never overwritten. Choose another folder with --out.`, {
        cause,
      });
    }
    throw new UsageError(`Cannot write ${shown} (${errorCode(cause) ?? String(cause)}).`, { cause });
  }
}
