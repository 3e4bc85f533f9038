/** What hidden suites are written with: cases that belong to rules, and the stores and processors they judge. */

import { inject, it, type RunnerTask } from 'vitest';
import { caseId } from './case-id.ts';
import { countHandles } from './errors.ts';
import { Link } from './link.ts';
import { SubjectFailure, withoutStack } from './failures.ts';
import type { Story } from '../model/story.ts';
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

const settings = inject('judge');
const link = new Link(settings.pool);
/** By suite and rule, what made the rule lost for sure and is too expensive to see again and again. */
const lost = new Map<string, string>();
/** By suite and rule, the wall time that failing cases have taken. */
const failing = new Map<string, number>();
/** By rule, how many steps the shortest story has that was told here. */
const shortest = new Map<string, number>();
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
    const drawn = valuesOf(settings.seed, `${id} ${title}`);
    const chance = Math.floor(drawn.random() * 2 ** 32);
    current = {
      world: new World((commands, budget) => link.request(commands, budget), {
        startAt: START,
        seed: chance,
        chargesThrows: (method) => id === 'W1' || ANSWERS_FOR_THROWS[method] === id,
      }),
      values: drawn,
    };
    countHandles('case');
    try {
      await body();
    } catch (error) {
      task.meta.story = storyUnlessLonger(id, current.world, error);
      const spentMs = (failing.get(place) ?? 0) + performance.now() - startedAt;
      failing.set(place, spentMs);
      if (error instanceof SubjectFailure && error.fatal) lost.set(place, error.message);
      else if (spentMs > SLOW_FAILURES_MS) lost.set(place, 'earlier cases took too long to fail');
      throw withoutStack(error);
    } finally {
      current.world.end();
      current = undefined;
      countHandles('file');
    }
  });
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
  const story = tellStory({ log, startedAt: START, focus, error });
  const steps = story.steps.length + story.omitted;
  if (steps > (shortest.get(id) ?? Infinity)) return null;
  shortest.set(id, steps);
  return story;
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
