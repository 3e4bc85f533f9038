/** Rule Q2: the banned patterns in the submission's `src/`, found by ESLint and the compiler's types in a process of its own. */

import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Challenge, Severity } from '../../model/challenge.ts';
import type { Finding, Measured, PatternsEvidence } from '../../model/evidence.ts';
import { parseDocument } from '../../parse-document.ts';
import { printable } from '../../printable.ts';
import { KIT_ROOT } from '../../sandbox/kit-root.ts';
import { packageFolders } from '../types/package-folders.ts';
import { runBounded, type BoundedRun } from '../../sandbox/run-bounded.ts';
import { PATTERN_INFOS, patternMessage } from './pattern-infos.ts';
import { workReplySchema, type Hit, type SourceText, type WorkRequest } from './worker-messages.ts';

export interface CheckPatternsOptions {
  /** The staged submission: regular files only, the given files restored. */
  readonly stagedRoot: string;
  readonly challenge: Challenge;
  /** CPU time that the check may take; more is the submission's doing. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

const MAX_FINDINGS = 200;
const MAX_MESSAGE = 400;
const WORKER = fileURLToPath(new URL('./patterns-worker.ts', import.meta.url));
const HEAP_MIB = 1024;

/**
 * The banned patterns in `src/` but the given files: at most one finding for a line and pattern, sorted by place, at most
 * 200, the gravest of them. Source that cannot be read within the deadline or the memory is itself a finding (`unreadable-source`, a gate by
 * default): it would otherwise hide every pattern. Rejects with the signal's reason only.
 */
export async function checkPatterns(options: CheckPatternsOptions): Promise<Measured<PatternsEvidence>> {
  try {
    const request = await readRequest(options);
    const run = await runWorker(request, options);
    return interpret(run, options);
  } catch (error) {
    options.signal.throwIfAborted();
    return notMeasured(error instanceof Error ? error.message : String(error));
  }
}

async function readRequest({ stagedRoot, challenge }: CheckPatternsOptions): Promise<WorkRequest> {
  const entries = await readdir(join(stagedRoot, 'src'), { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(stagedRoot.length + 1)
        .split(sep)
        .join('/'),
    )
    .filter((path) => !challenge.givenFiles.includes(path));
  const sources = await Promise.all(paths.toSorted().map((path) => readText(stagedRoot, path)));
  const given = await Promise.all(
    challenge.givenFiles.filter((path) => path.endsWith('.ts')).map((path) => readText(stagedRoot, path)),
  );
  return { sources, given, packages: Object.fromEntries(packageFolders(challenge.allowedPackages)) };
}

async function readText(stagedRoot: string, path: string): Promise<SourceText> {
  return { path, text: await readFile(join(stagedRoot, path), 'utf8') };
}

function runWorker(request: WorkRequest, options: CheckPatternsOptions): Promise<BoundedRun> {
  return runBounded({
    command: process.execPath,
    args: [`--max-old-space-size=${HEAP_MIB}`, '--no-warnings', WORKER],
    cwd: KIT_ROOT,
    // Most of a cold run is loading the compiler and the linter.
    env: { NODE_COMPILE_CACHE: join(KIT_ROOT, 'node_modules', '.cache', 'grade') },
    input: JSON.stringify(request),
    deadlineMs: options.deadlineMs,
    signal: options.signal,
  });
}

function interpret(run: BoundedRun, options: CheckPatternsOptions): Measured<PatternsEvidence> {
  if (run.status === 'not-started') return notMeasured(run.cause);
  if (run.status === 'stalled') return notMeasured('the machine did not let the linter run');
  const exhausted = unreadableReason(run, options.deadlineMs);
  if (exhausted !== null) return measured([unreadable(options.challenge, exhausted)], options.challenge);
  if (run.status !== 'exited' || run.code !== 0) return notMeasured(failureOf(run));
  const reply = parseDocument(run.stdout, workReplySchema);
  return reply.ok ? measured(reply.value.hits, options.challenge) : notMeasured(reply.problems.join('; '));
}

function unreadableReason(run: BoundedRun, deadlineMs: number): string | null {
  if (run.status === 'deadline') return `Source that the linter cannot read within ${deadlineMs / 1000} s of computing`;
  if (run.status === 'flooded') return 'Source with more banned patterns than can be listed';
  const outOfMemory = 'stderr' in run && /out of memory|allocation failed/i.test(run.stderr);
  return outOfMemory ? `Source that the linter cannot read within ${HEAP_MIB} MiB` : null;
}

function unreadable(challenge: Challenge, what: string): Hit {
  return { pattern: 'unreadable-source', file: challenge.entry.store, line: 1, column: 1, what };
}

function failureOf(run: BoundedRun): string {
  if (run.status === 'killed') return `the worker was ended by ${run.by}`;
  const stderr = run.status === 'exited' ? run.stderr : '';
  return stderr.split('\n').find((line) => /error/i.test(line)) ?? 'the worker failed without a word';
}

function measured(hits: readonly Hit[], challenge: Challenge): PatternsEvidence {
  const firsts = new Map<string, Hit>();
  for (const hit of hits.toSorted(byPlace)) {
    const key = JSON.stringify([hit.file, hit.line, hit.pattern]);
    if (!firsts.has(key)) firsts.set(key, hit);
  }
  const severity = ({ pattern }: Hit): Severity => challenge.patterns[pattern] ?? PATTERN_INFOS[pattern].severity;
  const gravest = [...firsts.values()]
    .toSorted((a, b) => SEVERITIES.indexOf(severity(a)) - SEVERITIES.indexOf(severity(b)))
    .slice(0, MAX_FINDINGS)
    .toSorted(byPlace);
  return { status: 'measured', findings: gravest.map((hit) => toFinding(hit, severity(hit))) };
}

/** The gravest first: hundreds of small findings hide no gate. */
const SEVERITIES: readonly Severity[] = ['gate', 'points', 'info'];

function byPlace(a: Hit, b: Hit): number {
  return compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.pattern, b.pattern);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function toFinding(hit: Hit, severity: Severity): Finding {
  return {
    rule: hit.pattern,
    severity,
    file: printable(hit.file, MAX_MESSAGE),
    line: hit.line,
    column: hit.column,
    message: printable(patternMessage(hit.pattern, hit.what), MAX_MESSAGE),
  };
}

function notMeasured(cause: string): Measured<PatternsEvidence> {
  const text = printable(`the pattern check did not run: ${cause}`, MAX_MESSAGE);
  return { status: 'not-measured', fault: 'kit', cause: text };
}
