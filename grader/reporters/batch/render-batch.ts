/** What became of a batch of submissions: a line for each, and what it comes to. */

import { Chalk } from 'chalk';
import type { Report } from '../../model/report.ts';
import { printable } from '../../printable.ts';
import type { ColorLevel } from '../render-context.ts';
import { entry, paragraph, section } from '../terminal/layout.ts';
import { displayWidth, padText } from '../terminal/wrap-text.ts';
import { grouped, headline } from '../wording.ts';

/** One submission. */
export type BatchItem =
  | {
      /** Of its folder. */
      readonly name: string;
      /** `kept`: its report was there already. */
      readonly status: 'graded' | 'kept';
      /** Path of the report.json, as the user would type it. */
      readonly path: string;
      readonly facts: BatchFacts;
    }
  | { readonly name: string; readonly status: 'nothing-gradable' | 'failed'; readonly reason: string };

/** What is kept of a report, which may be large. */
export interface BatchFacts {
  /** `21 of 27 rules met, 74 of 100 points`. */
  readonly headline: string;
  readonly score: Report['score'];
  readonly gatePassed: boolean;
  /** What went wrong on the kit's side. */
  readonly faults: readonly string[];
}

export interface BatchContext {
  readonly colorLevel: ColorLevel;
  readonly width: number;
  /** Where the reports are, as the user would type it. */
  readonly folder: string;
}

/** Longer names are shortened. */
const NAME_WIDTH = 40;

/** Of each kind of trouble so many submissions are named; a rerun with `--json` has all. */
const NAMED = 20;

export function batchFacts(report: Report): BatchFacts {
  return {
    headline: headline(report),
    score: report.score,
    gatePassed: report.result.gate.passed,
    faults: report.run.faults,
  };
}

/** The columns that names take in the lines of a batch, so that they stand below each other. */
export function nameWidth(names: readonly string[]): number {
  return names.reduce((width, name) => Math.max(width, displayWidth(printable(name, NAME_WIDTH))), 0);
}

/** One line, whose name takes so many columns. */
export function renderBatchItem(item: BatchItem, width: number): string {
  return `${padText(printable(item.name, NAME_WIDTH), width)}  ${outcomeOf(item)}\n`;
}

function outcomeOf(item: BatchItem): string {
  if ('reason' in item) return item.status === 'failed' ? 'not graded' : 'nothing to grade';
  const { facts, status } = item;
  return [
    facts.headline,
    ...(facts.gatePassed ? [] : ['gate failed']),
    ...(facts.faults.length === 0 ? [] : ['partly not measured']),
    ...(status === 'kept' ? ['graded before'] : []),
  ].join(', ');
}

/** What it comes to, what went wrong, and what to do next. */
export function renderBatch(items: readonly BatchItem[], { colorLevel, width, folder }: BatchContext): string {
  const color = new Chalk({ level: colorLevel });
  const named = (of: readonly (readonly [string, string])[]): readonly string[] => [
    ...of
      .slice(0, NAMED)
      .flatMap(([name, reason]) => [
        ...paragraph(printable(name, NAME_WIDTH), width, color.bold),
        ...paragraph(reason, width),
      ]),
    ...(of.length > NAMED ? paragraph(`and ${grouped(of.length - NAMED)} more; --json names all`, width) : []),
  ];
  const reported = items.filter(isReported);
  const empty = items.flatMap((item) => (item.status === 'nothing-gradable' ? [reasonOf(item)] : []));
  const failed = items.flatMap((item) => (item.status === 'failed' ? [reasonOf(item)] : []));
  const faulty = reported.flatMap(({ name, facts: { faults } }) => faults.map((fault) => [name, fault] as const));
  const lines = [
    '',
    ...paragraph(countsSentence(items), width, color.bold),
    ...section(color.bold('Nothing to grade'), named(empty)),
    ...section(color.bold("Not graded, by no doing of the submission's"), named(failed)),
    ...section(color.bold("Partly not measured, by no doing of the submission's"), named(faulty)),
    ...section(color.bold('Next'), [
      ...(reported.length === 0
        ? []
        : [
            ...entry({ label: 'Statistics', indent: 13, text: `grade stats ${shellWord(folder)}` }, width),
            ...entry({ label: 'Side by side', indent: 13, text: `grade compare ${shellWord(folder)}` }, width),
          ]),
      ...(failed.length + faulty.length === 0
        ? []
        : entry({ label: 'Try again', indent: 13, text: 'the same command; what is graded is kept' }, width)),
    ]),
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function countsSentence(items: readonly BatchItem[]): string {
  const count = (status: BatchItem['status']): number => items.filter((item) => item.status === status).length;
  const kept = count('kept');
  const parts = [
    `${grouped(count('graded') + kept)} graded${kept === 0 ? '' : ` (${grouped(kept)} of them before)`}`,
    ...(count('nothing-gradable') === 0 ? [] : [`${grouped(count('nothing-gradable'))} with nothing to grade`]),
    ...(count('failed') === 0 ? [] : [`${grouped(count('failed'))} not graded`]),
  ];
  const submissions = items.length === 1 ? '1 submission' : `${grouped(items.length)} submissions`;
  return `${submissions}: ${parts.join(', ')}.`;
}

function isReported(item: BatchItem): item is Extract<BatchItem, { readonly status: 'graded' | 'kept' }> {
  return item.status === 'graded' || item.status === 'kept';
}

function reasonOf({
  name,
  reason,
}: Extract<BatchItem, { readonly reason: string }>): readonly [name: string, reason: string] {
  return [name, reason];
}

/** As a shell takes it for one word. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/u.test(text) ? text : JSON.stringify(text);
}
