/** The program that bundles the candidate's sources, confined like a subject: jobs on standard input, what they come to on standard output. */

import { text } from 'node:stream/consumers';
import { build } from 'esbuild';
import { bundleParts } from './bundle-solution.ts';
import type { BundlerJob, BundlerResult } from './bundler-messages.ts';

async function work(job: BundlerJob): Promise<BundlerResult> {
  if (job.do === 'list-exports') return { names: await exportsOf(job.path) };
  const provided = new Map(job.provided);
  const { code, problems, imports } = await bundleParts(new Map(job.parts), { ...job.options, provided });
  return { code, problems, imports: [...imports] };
}

/** The names that a module exports itself; none where it is missing or does not parse. */
async function exportsOf(path: string): Promise<readonly string[]> {
  try {
    const { metafile } = await build({
      entryPoints: [path],
      bundle: false,
      write: false,
      metafile: true,
      format: 'esm',
      outfile: 'module.js',
      logLevel: 'silent',
    });
    return Object.values(metafile.outputs).flatMap((output) => output.exports);
  } catch {
    return [];
  }
}

const jobs: readonly BundlerJob[] = JSON.parse(await text(process.stdin));
const results = await Promise.all(jobs.map(work));
process.stdout.write(JSON.stringify(results), () => process.exit(0));
