/** Puts the scripts that a run of own tests needs into one file, which `open-scripts.ts` of the subject takes apart. */

import { Buffer } from 'node:buffer';
import { runnerScripts } from './runner-scripts.ts';

/** The file for a bundle of tests; `cache` is the code cache of the runner, empty where there is none. */
export async function packScripts(tests: string, cache: Uint8Array): Promise<Buffer> {
  const { runner, facade } = await runnerScripts();
  const parts = [Buffer.from(runner), Buffer.from(cache), Buffer.from(facade), Buffer.from(tests)];
  const head = `${JSON.stringify(parts.map(({ length }) => length))}\n`;
  return Buffer.concat([Buffer.from(head), ...parts]);
}
