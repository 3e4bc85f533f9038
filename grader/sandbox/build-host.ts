/** The subject's hosts as one script each, so that the sandbox has to open up two files only: the host and what it loads. */

import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { KIT_ROOT } from './kit-root.ts';

/** Bundles `grader/subject/host.ts` into the folder `into` and returns the script's path. */
export function buildHost(into: string): Promise<string> {
  return buildScript('host.ts', join(into, 'host.mjs'), 'esm');
}

/** The host of own tests. Many of them are started, and Node starts a CommonJS script sooner. */
export function buildTestsHost(into: string): Promise<string> {
  return buildScript('tests-host.ts', join(into, 'tests-host.cjs'), 'cjs');
}

async function buildScript(entry: string, outfile: string, format: 'esm' | 'cjs'): Promise<string> {
  await build({
    entryPoints: [join(KIT_ROOT, 'grader/subject', entry)],
    outfile,
    bundle: true,
    format,
    platform: 'node',
    target: 'node26',
    logLevel: 'silent',
    // Stacks would show a folder whose name is another one every time.
    footer: { js: `//# sourceURL=${basename(outfile)}` },
  });
  return outfile;
}
