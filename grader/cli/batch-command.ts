import { join } from 'node:path';
import { mean } from 'simple-statistics';
import { allSettled } from '../all-settled.ts';
import { printable } from '../printable.ts';
import { batchFacts, nameWidth, renderBatch, renderBatchItem } from '../reporters/batch/render-batch.ts';
import type { BatchItem } from '../reporters/batch/render-batch.ts';
import { inertJson } from '../reporters/render-json.ts';
import { grouped } from '../reporters/wording.ts';
import type { BatchFlags } from './batch-options.ts';
import { EXIT } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { gradeApart } from './grade-apart.ts';
import { interruptible } from './interrupt.ts';
import { keptReport } from './kept-report.ts';
import { prepareBatch } from './prepare-batch.ts';
import type { Batch } from './prepare-batch.ts';
import type { HandIn } from './read-submissions.ts';
import { colorLevel, outputWidth } from './terminal.ts';
import type { Terminal } from './terminal.ts';
import { asTyped } from './write-reports.ts';

/** Of files that nobody grades so many are named. */
const NAMED_FILES = 5;

/**
 * `grade batch <folder>`: grades each folder and archive in there, each in a process of its own, and keeps what an earlier run has
 * graded in the same way. Whatever becomes of one of them, the others are graded.
 */
export async function runBatch(terminal: Terminal, source: string, flags: BatchFlags): Promise<ExitCode> {
  const batch = await prepareBatch(source, flags);
  if (flags.quiet !== true) terminal.tell(leftAloneLine(batch.leftAlone));
  const done = new Map<string, BatchItem>();
  await interruptible(
    (signal) => gradeAll({ terminal, batch, flags, done }, signal),
    () =>
      `${grouped(done.size)} of ${grouped(batch.handIns.length)} submissions are done; the same command goes on from there`,
  );
  const items = batch.handIns.flatMap(({ name }) => done.get(name) ?? []);
  const context = { colorLevel: colorLevel(flags.color), width: outputWidth(), folder: asTyped(batch.out) };
  terminal.print(
    flags.json === true
      ? inertJson({ schema: 'grade.batch/1', submissions: items.map(plainItem) })
      : renderBatch(items, context),
  );
  return exitCodeFor(items);
}

interface Work {
  readonly terminal: Terminal;
  readonly batch: Batch;
  readonly flags: BatchFlags;
  /** By name, as they come. */
  readonly done: Map<string, BatchItem>;
}

async function gradeAll({ terminal, batch, flags, done }: Work, signal: AbortSignal): Promise<void> {
  const names = batch.handIns.map(({ name }) => name);
  const width = nameWidth(names);
  const queue = batch.handIns.values();
  const tookMs: number[] = [];
  let begun = 0;
  /** In milliseconds, as far as those that were graded tell; `null` before there are any. */
  const timeLeft = (): number | null =>
    tookMs.length === 0 ? null : (mean(tookMs) * (names.length - done.size)) / flags.jobs;
  const worker = async (): Promise<void> => {
    for (const handIn of queue) {
      const { name } = handIn;
      signal.throwIfAborted();
      begun += 1;
      if (flags.quiet !== true) terminal.tell(progressLine(name, { begun, names, left: timeLeft() }));
      const startedAt = performance.now();
      const item = await gradeOne(handIn, batch, flags, signal);
      if (item.status !== 'kept') tookMs.push(performance.now() - startedAt);
      done.set(name, item);
      if (flags.json !== true) terminal.print(renderBatchItem(item, width));
    }
  };
  await allSettled(Array.from({ length: flags.jobs }, worker));
}

async function gradeOne(
  { name, path: source }: HandIn,
  { out, formats, audiences, wanted }: Batch,
  flags: BatchFlags,
  signal: AbortSignal,
): Promise<BatchItem> {
  const folder = join(out, name);
  const path = asTyped(join(folder, 'report.json'));
  const kept = await keptReport(source, folder, wanted);
  if (kept !== null) return { name, status: 'kept', path, facts: batchFacts(kept) };
  const args = [
    ...['--out', folder, '--json', '--quiet', '--challenge', flags.challenge, '--seed', String(flags.seed)],
    ...['--format', formats.join(','), '--for', audiences.join(','), '--isolation', flags.isolation],
    ...(flags.key === undefined ? [] : ['--key', flags.key]),
    ...(flags.load ? [] : ['--no-load']),
    ...['--', source],
  ];
  const ending = await gradeApart(args, signal);
  return ending.status === 'graded'
    ? { name, status: 'graded', path, facts: batchFacts(ending.report) }
    : { name, ...ending };
}

interface Progress {
  readonly begun: number;
  readonly names: readonly string[];
  readonly left: number | null;
}

function progressLine(name: string, { begun, names, left }: Progress): string {
  const minutes = left === null ? 0 : Math.ceil(left / 60_000);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const time = hours === 0 ? `${rest} min` : `${hours} h ${rest} min`;
  const about = minutes < 2 ? '' : ` (about ${time} left)`;
  return `${grouped(begun)} of ${grouped(names.length)}: ${printable(name, 100)}${about}\n`;
}

function leftAloneLine(files: readonly string[]): string {
  if (files.length === 0) return '';
  const more = files.length > NAMED_FILES ? ` and ${grouped(files.length - NAMED_FILES)} more` : '';
  const shown = files.slice(0, NAMED_FILES).map((name) => printable(name, 60));
  return `grade: left alone, since it is no folder or archive: ${shown.join(', ')}${more}\n`;
}

function plainItem(item: BatchItem): object {
  if ('reason' in item) return item;
  const { name, status, path, facts } = item;
  const { score, gatePassed, faults } = facts;
  return { name, status, report: path, score, gatePassed, faults };
}

/** Our faults come first; below that, what has no report. */
function exitCodeFor(items: readonly BatchItem[]): ExitCode {
  if (items.some((item) => item.status === 'failed' || ('facts' in item && item.facts.faults.length > 0)))
    return EXIT.kitFault;
  return items.some(({ status }) => status === 'nothing-gradable') ? EXIT.nothingGradable : EXIT.ok;
}
