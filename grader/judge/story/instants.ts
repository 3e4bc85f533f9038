/** Instants as a reader of a story counts them: from its first step. */

import type { Focus, LogEntry } from './log.ts';

/** What a story is about. */
export function toldOf(log: readonly LogEntry[], focus: Focus | undefined): readonly LogEntry[] {
  return focus !== undefined && 'since' in focus ? log.slice(focus.since) : log;
}

/** When it begins, in milliseconds since the Unix epoch. */
export function startOf(told: readonly LogEntry[]): number {
  return told[0]?.at ?? 0;
}

const TODAY = /(?<![\w.-])\d{13}(?:\.\d+)?(?![\w.]|-\w)/gu;
const NEAR_MS = 10 * 365 * 86_400_000;

/** `text` with the instants in it that are within ten years of `startedAt` as that story's virtual time: `1,000 ms`. */
export function withVirtualTimes(text: string, startedAt: number): string {
  return text.replace(TODAY, (digits) => {
    const sinceMs = Number(digits) - startedAt;
    return Math.abs(sinceMs) > NEAR_MS ? digits : `${sinceMs.toLocaleString('en-US')} ms`;
  });
}
