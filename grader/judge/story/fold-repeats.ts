import type { StoryStep } from '../../model/story.ts';

/** Longest series of steps that is looked for, and how often it has to come before it is told but once. */
const LONGEST_SERIES = 4;
const FEWEST_TIMES = 3;

/**
 * What a caller does again and again in one instant is told once, with how often it comes. A store counts as the same
 * whichever it is, so that one measurement after the other, each on a store of its own, is a repetition too.
 */
export function foldRepeats(steps: readonly StoryStep[]): readonly StoryStep[] {
  const kept: StoryStep[] = [];
  for (let at = 0; at < steps.length;) {
    const { length, times } = longestRepeat(steps, at);
    const series = steps.slice(at, at + length);
    kept.push(...series);
    if (times > 1) kept.push(again(series, times - 1));
    at += length * times;
  }
  return kept;
}

interface Repeat {
  readonly length: number;
  readonly times: number;
}

/** The repetition that begins at `at` and covers the most steps; one step once where there is none. */
function longestRepeat(steps: readonly StoryStep[], at: number): Repeat {
  let best: Repeat = { length: 1, times: 1 };
  for (let length = 1; length <= LONGEST_SERIES; length += 1) {
    const times = timesAt(steps, at, length);
    if (times >= FEWEST_TIMES && length * times > best.length * best.times) best = { length, times };
  }
  return best;
}

function timesAt(steps: readonly StoryStep[], at: number, length: number): number {
  let end = at + length;
  while (isSame(steps[end], steps[end - length])) end += 1;
  return Math.floor((end - at) / length);
}

function isSame(one: StoryStep | undefined, other: StoryStep | undefined): boolean {
  if (one?.from !== 'caller' || other?.from !== 'caller') return false;
  return one.atMs === other.atMs && one.text === other.text && kindOf(one.to) === kindOf(other.to);
}

function kindOf(lane: string | null): string | null {
  return lane?.split(' ', 1).join('') ?? null;
}

function again([first, ...others]: readonly StoryStep[], times: number): StoryStep {
  const what = others.length === 0 ? 'that' : `these ${others.length + 1} steps`;
  return { atMs: first?.atMs ?? 0, from: 'caller', to: null, text: `does ${what} ${times} more times` };
}
