/** What hidden suites are written with: cases that belong to rules, and the stores and processors they judge. */

import { inject, it, type RunnerTask } from 'vitest';
import { caseId } from './case-id.ts';
import { countHandles } from './errors.ts';
import { Link } from './link.ts';
import type { Requester } from './requests.ts';
import { JudgeFault, SubjectFailure, withoutStack } from './failures.ts';
import type { Story } from '../model/story.ts';
import { startOf, toldOf, withVirtualTimes } from './story/instants.ts';
import { tellStory } from './story/tell-story.ts';
import { valuesOf, type Values } from './values.ts';
import { World } from './world.ts';

/** Cases start at this instant: 2026-01-01T00:00:00Z. */
export const START = 1_767_225_600_000;

/**
 * Cases that together take this long to fail make the rule's others in their suite not worth the wait: it is lost anyway. Long enough
 * for a solution that is no more than slow to get the same evidence on a machine that is busy as on one that is not.
 */
const SLOW_FAILURES_MS = 120_000;

/**
 * A method that throws at the call instead of rejecting is one mistake: it costs the rule of the problems that the method
 * reports, and W1, which is about all of them.
 */
const ANSWERS_FOR_THROWS: Readonly<Record<string, string>> = {
  insertPending: 'S1',
  updateStatus: 'S5',
  get: 'S6',
  size: 'S8',
  processPayment: 'P15',
};

/** The case under way in this worker; cases of a worker run one after the other. */
interface Current {
  readonly world: World;
  readonly values: Values;
}

/** Something that was tried out, and the world that it took place in: whether it holds, or what was thrown instead. */
interface Tried {
  readonly at: Current;
  readonly went: { readonly holds: boolean } | { readonly error: unknown };
}

const settings = inject('judge');
const link = new Link(settings.pool);
/** By suite and rule, what made the rule lost for sure and is too expensive to see again and again. */
const lost = new Map<string, string>();
/** By suite and rule, the wall time that failing cases have taken. */
const failing = new Map<string, number>();
/** By rule, how many steps the shortest story has that was told here. */
const shortest = new Map<string, number>();
/** By name. */
const tried = new Map<string, Tried>();
/** How many cases may still be tried once more when what ended them may have come from outside. */
let secondChances = 3;
let current: Current | undefined;

/** A hidden case of rule `id`; its title is unique in its suite and says what holds. */
export function rule(id: string, title: string, body: () => Promise<void>): void {
  it(title, { meta: { rule: id } }, async ({ task }) => {
    if (!isAskedFor(task)) {
      task.meta.leftOut = true;
      return;
    }
    const place = `${task.file.name} ${id}`;
    const startedAt = performance.now();
    const known = lost.get(place);
    if (known !== undefined) throw new SubjectFailure(`not tried again: ${known}`);
    const attempt = async (isLast: boolean): Promise<'done' | 'again'> => {
      const own = open(`${id} ${title}`, (method) => id === 'W1' || ANSWERS_FOR_THROWS[method] === id);
      current = own;
      const countAsBefore = countHandles('thrown:');
      try {
        await body();
        return 'done';
      } catch (error) {
        if (isFromOutside(error) && !isLast) return 'again';
        task.meta.story = storyUnlessLonger(id, current.world, error);
        const spentMs = (failing.get(place) ?? 0) + performance.now() - startedAt;
        failing.set(place, spentMs);
        if (error instanceof SubjectFailure && error.fatal) lost.set(place, error.message);
        else if (spentMs > SLOW_FAILURES_MS) lost.set(place, 'earlier cases took too long to fail');
        throw inVirtualTime(withoutStack(error), current.world);
      } finally {
        own.world.end();
        current = undefined;
        countAsBefore();
      }
    };
    if ((await attempt(secondChances === 0)) === 'done') return;
    secondChances -= 1;
    await attempt(true);
  });
}

function isFromOutside(error: unknown): boolean {
  return error instanceof SubjectFailure && error.fromOutside;
}

/**
 * Whether something holds that a case takes for granted, found out in a world of its own, before the case begins and once for all cases of this
 * worker that ask for it by this name. Where trying it out fails, so does every one of them, and their story is that.
 */
export async function triedOut(name: string, holds: () => Promise<boolean>): Promise<boolean> {
  const own = underWay();
  if (own.world.hasBegun) throw new JudgeFault(`"${name}" is tried out when its case has begun`);
  const known = tried.get(name) ?? (await tryOut(name, holds));
  const { at, went } = known;
  if (!('error' in went && isFromOutside(went.error))) tried.set(name, known);
  if ('holds' in went) return went.holds;
  current = at;
  throw went.error;
}

async function tryOut(name: string, holds: () => Promise<boolean>): Promise<Tried> {
  const own = current;
  const at = open(name, () => false);
  const countAsBefore = countHandles('thrown:before:');
  current = at;
  try {
    return { at, went: { holds: await holds() } };
  } catch (error) {
    return { at, went: { error } };
  } finally {
    at.world.end();
    current = own;
    countAsBefore();
  }
}

/** A world, and the values that go with its name. */
function open(name: string, chargesThrows: (method: string) => boolean): Current {
  const drawn = valuesOf(settings.seed, name);
  const seed = Math.floor(drawn.random() * 2 ** 32);
  const request: Requester = (commands, budget) => link.request(commands, budget);
  return { world: new World(request, { startAt: START, seed, chargesThrows }), values: drawn };
}

/** Whether this case is to run: all are, unless one alone is replayed. */
function isAskedFor(task: RunnerTask): boolean {
  if (settings.only === undefined) return true;
  const names: string[] = [];
  for (let at: RunnerTask | undefined = task; at !== undefined && at !== task.file; at = at.suite)
    names.unshift(at.name);
  return caseId(task.file.name, names.join(' > ')) === settings.only;
}

/** The story of a failed case, where the rule has no shorter one yet: only the shortest is shown, and most are never told. */
function storyUnlessLonger(id: string, { log, focus }: World, error: unknown): Story | null {
  const story = tellStory({ log, focus, error });
  const steps = story.steps.length + story.omitted;
  if (steps > (shortest.get(id) ?? Infinity)) return null;
  shortest.set(id, steps);
  return story;
}

/** What was thrown, with the instants in its message as the story tells them. */
function inVirtualTime(error: Error, { log, focus }: World): Error {
  error.message = withVirtualTimes(error.message, startOf(toldOf(log, focus)));
  return error;
}

/** The world of the case under way. */
export function world(): World {
  return underWay().world;
}

/** Values of the case under way that no solution can know beforehand. */
export function values(): Values {
  return underWay().values;
}

function underWay(): Current {
  if (current === undefined) throw new Error('outside a case');
  return current;
}

declare module 'vitest' {
  interface TaskMeta {
    /** The rule that the case belongs to. */
    rule?: string;
    /** Set where another case alone was asked for. */
    leftOut?: boolean;
    /** How a failed case came to that; absent for a passed one, `null` where the rule has a shorter story. */
    story?: Story | null;
  }
}
