/** The CPU to bind measured processes to: side by side on two CPUs, identical code differs by half. */

import { access, constants, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** The last CPU that this process may use; `undefined` where processes cannot be bound. */
export async function chooseCpu(): Promise<number | undefined> {
  const status = await readFile('/proc/self/status', 'latin1').catch(() => '');
  const allowed = /^Cpus_allowed_list:\s*(?:.*[,-])?(\d+)$/m.exec(status)?.[1];
  return allowed !== undefined && (await hasTaskset()) ? Number(allowed) : undefined;
}

async function hasTaskset(): Promise<boolean> {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found = await Promise.all(
    folders.map((folder) =>
      access(join(folder, 'taskset'), constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}
