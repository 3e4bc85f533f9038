/**
 * Whether a history of overlapping operations can be explained by some order of them, one after the other: the search of
 * Wing and Gong, "Testing and Verifying Concurrent Objects" (1993), which never enters the same configuration twice
 * (Lowe, "Testing for linearizability", 2017). Keys are independent, so each is looked at alone.
 */

import { statesAt, takeStep, type KeyState, type Step } from './sequential-store.ts';

/** One operation of a history: it took effect at some moment from `from` to `to`. */
export interface TimedStep extends Step {
  readonly key: string;
  /** Position in the history at which it was called, and at which it was answered; those that share a moment overlap. */
  readonly from: number;
  readonly to: number;
  /** Virtual time of all of it, in milliseconds. */
  readonly now: number;
}

export type Linearization =
  | { readonly ok: true }
  /** `explained` operations of `key` were put in order at most, before none of `stuck` could come next. */
  | { readonly ok: false; readonly key: string; readonly explained: number; readonly stuck: readonly TimedStep[] };

/** Looks for an order in which a correct store, with records that live for `ttlMs`, would have answered like this. */
export function linearize(history: readonly TimedStep[], ttlMs: number): Linearization {
  for (const [key, steps] of Map.groupBy(history, (step) => step.key)) {
    const found = linearizeKey(key, steps, ttlMs);
    if (!found.ok) return found;
  }
  return { ok: true };
}

interface Configuration {
  readonly done: ReadonlySet<TimedStep>;
  readonly state: KeyState;
}

function linearizeKey(key: string, steps: readonly TimedStep[], ttlMs: number): Linearization {
  const entered = new Set<string>();
  const open: Configuration[] = [{ done: new Set(), state: {} }];
  let explained = -1;
  let stuck: readonly TimedStep[] = [];
  for (let current = open.pop(); current !== undefined; current = open.pop()) {
    const { done } = current;
    if (done.size === steps.length) return { ok: true };
    const next = nextSteps(steps, done);
    if (done.size > explained) [explained, stuck] = [done.size, next];
    for (const reached of reachedFrom(current, next, ttlMs)) {
      const name = nameOf(reached, steps);
      if (entered.has(name)) continue;
      entered.add(name);
      open.push(reached);
    }
  }
  return { ok: false, key, explained, stuck };
}

function reachedFrom({ done, state }: Configuration, next: readonly TimedStep[], ttlMs: number): Configuration[] {
  const reached: Configuration[] = [];
  for (const step of next) {
    const after = statesAfter(state, step, ttlMs);
    const configurations = after.map((each) => ({ done: new Set(done).add(step), state: each }));
    // What fits here and changes nothing can as well come now as later: no other order has to be tried.
    const unchanged = configurations.find((each) => each.state === state);
    if (unchanged !== undefined) return [unchanged];
    reached.push(...configurations);
  }
  return reached;
}

/** Those that may come next: none of the others was answered before they were called. */
function nextSteps(steps: readonly TimedStep[], done: ReadonlySet<TimedStep>): readonly TimedStep[] {
  const left = steps.filter((step) => !done.has(step));
  const firstEnd = Math.min(...left.map(({ to }) => to));
  return left.filter(({ from }) => from <= firstEnd);
}

function statesAfter(state: KeyState, step: TimedStep, ttlMs: number): readonly KeyState[] {
  const setting = { key: step.key, now: step.now, ttlMs };
  return statesAt(state, step.now).flatMap((before) => takeStep(before, step, setting) ?? []);
}

function nameOf({ done, state }: Configuration, steps: readonly TimedStep[]): string {
  const mask = steps.map((step) => (done.has(step) ? '1' : '0')).join('');
  return `${mask} ${JSON.stringify(state)}`;
}
