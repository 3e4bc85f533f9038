/** The command line: parse, run, report, exit. Only this folder reads argv, writes to stdout and exits. */

import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { KIT_ROOT } from '../sandbox/kit-root.ts';
import { exitOnSignals } from './interrupt.ts';

exitOnSignals();

// Before anything large is loaded: it saves about a quarter of the start. Where the folder is read-only nothing is cached.
enableCompileCache(join(KIT_ROOT, 'node_modules', '.cache', 'grade'));

const { runCli } = await import('./run-cli.ts');
// Not just an exit code: what a library left running must not keep the process alive.
process.exit(await runCli(process.argv.slice(2)));
