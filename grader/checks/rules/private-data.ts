import { withPrivateFolder } from '../../submission/private-folder.ts';

/** What says where programs keep their data. */
const SETTING = { darwin: 'HOME', win32: 'LOCALAPPDATA' } as const;

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs `start` while this process has a private folder for its data: vitest puts a token there when it starts, which must leave nothing
 * at the user's and must work where the user's cannot be written. One at a time, because the setting is the whole process's.
 */
export function withPrivateData<T>(start: () => Promise<T>): Promise<T> {
  const result = last.then(() => withPrivateFolder((folder) => withDataIn(folder, start)));
  last = result.catch(() => undefined);
  return result;
}

async function withDataIn<T>(folder: string, start: () => Promise<T>): Promise<T> {
  const { platform, env } = process;
  const name = platform === 'darwin' || platform === 'win32' ? SETTING[platform] : 'XDG_DATA_HOME';
  const before = env[name];
  env[name] = folder;
  try {
    return await start();
  } finally {
    if (before === undefined) delete env[name];
    else env[name] = before;
  }
}
