/** Both directions of data, with the links between originals and copies where a bug can only be seen through them. */

import { isObject } from '../members.ts';
import type { Bridge } from './bridge.ts';
import { asking, copyTo, refill, type Destination } from './copy.ts';
import { makeErrors, type Errors } from './errors.ts';
import { isAtLevel, levelOf, lookingOnly, type Level } from './levels.ts';
import { DETAILS, type Shape } from './shapes.ts';

export interface Exchange {
  readonly errors: Errors;
  /** For the implementation. */
  inward(value: unknown, shape?: Shape): unknown;
  /** For the tests. */
  outward(value: unknown, shape?: Shape): unknown;
  /** Carries over what tests have done to linked objects; to be called whenever they hand over control. */
  pull(): void;
}

export interface ExchangeOptions {
  readonly bridge: Bridge;
  readonly theirs: unknown;
  readonly ours: unknown;
  /**
   * Whether an object and its copy stay linked, so that handing out or keeping a reference shows. Only implementations
   * that do so need it; for all others copies are copies.
   */
  readonly linked: boolean;
}

interface Link {
  readonly theirs: object;
  readonly ours: object;
  readonly shape: Shape;
  /** The members of `theirs` when both sides were last alike. */
  seen: Level | null;
}

/** Older links are looked at only when their object crosses again: tests change what they have just been given. */
const MAX_RECENT = 32;

export function makeExchange({ bridge, theirs, ours, linked }: ExchangeOptions): Exchange {
  const errors = makeErrors({ bridge, theirs, ours, detailsOut: (details) => outward(details, DETAILS) });
  const inside = { ...asking, object: () => ({}), array: () => [], error: (value: unknown) => errors.inward(value) };
  const outside = {
    ...asking,
    object: () => bridge.object(),
    array: () => bridge.array(),
    error: (value: unknown) => errors.outward(value),
  };
  const links = linked
    ? makeLinks(bridge, () => ({ ...inner(), ...lookingOnly((value) => bridge.isProxy(value)) }))
    : null;
  const inner = (): Destination => ({ ...inside, ...(links === null ? remembering() : links.inward()) });
  const outer = (): Destination => ({ ...outside, ...(links === null ? remembering() : links.outward()) });

  function inward(value: unknown, shape: Shape = 'json'): unknown {
    if (!isObject(value)) return shape === 'error' ? errors.inward(value) : value;
    const copy = copyTo(inner(), value, shape);
    links?.settle();
    return copy;
  }

  function outward(value: unknown, shape: Shape = 'json'): unknown {
    if (!isObject(value)) return shape === 'error' ? errors.outward(value) : value;
    const copy = copyTo(outer(), value, shape);
    links?.settle();
    return copy;
  }

  return {
    errors,
    inward,
    outward,
    pull: () => links?.pull(),
  };
}

type Memory = Pick<Destination, 'copyOf' | 'begin'>;

/** Within one value, so that cycles end. */
function remembering(): Memory {
  const copies = new Map<object, object>();
  return {
    copyOf: (source) => copies.get(source),
    begin: (source, copy) => {
      if (copies.has(source)) return false;
      copies.set(source, copy);
      return true;
    },
  };
}

interface Links {
  /** Memories for one pass of copying. */
  inward(): Memory;
  outward(): Memory;
  /** Both sides of what was copied in the passes since the last time are alike now. */
  settle(): void;
  pull(): void;
}

/** `looking` opens a pass inward that asks no getter or proxy. */
function makeLinks(bridge: Bridge, looking: () => Destination): Links {
  const byTheirs = new WeakMap<object, Link>();
  const byOurs = new WeakMap<object, Link>();
  const recent: Link[] = [];
  let touched: Link[] = [];

  function touch(theirs: object, ours: object, shape: Shape): void {
    let link = byTheirs.get(theirs);
    if (link === undefined) {
      link = { theirs, ours, shape, seen: null };
      byTheirs.set(theirs, link);
      byOurs.set(ours, link);
      // Of a value with more objects than that the outer ones.
      if (touched.length < MAX_RECENT && recent.push(link) > MAX_RECENT) recent.shift();
    }
    touched.push(link);
  }

  function pass(known: (source: object) => object | undefined, isInward: boolean): Memory {
    const done = new Map<object, object>();
    return {
      copyOf: (source) => done.get(source) ?? known(source),
      begin: (source, copy, shape) => {
        if (done.has(source)) return false;
        done.set(source, copy);
        if (isInward && notices(bridge, source)) return true;
        if (isInward) touch(source, copy, shape);
        else touch(copy, source, shape);
        return true;
      },
    };
  }

  function settle(): void {
    for (const link of touched) link.seen = levelOf(link.theirs);
    touched = [];
  }

  /** A change that cannot be carried over, nested deeper than the stack say, fails no call: where nothing is linked it would not. */
  function pull(): void {
    for (const link of [...recent]) {
      try {
        catchUp(link);
        settle();
      } catch {
        drop(link);
      }
    }
  }

  function catchUp(link: Link): void {
    if (isAtLevel(link.theirs, link.seen)) return;
    const level = levelOf(link.theirs);
    if (level === null || level.values.some((member) => isObject(member) && notices(bridge, member))) return drop(link);
    refill(looking(), link.ours, link.theirs, link.shape);
    touched.push(link);
  }

  /** From now on copies are copies: what a test has made of its object would notice more. */
  function drop(link: Link): void {
    byTheirs.delete(link.theirs);
    byOurs.delete(link.ours);
    const at = recent.indexOf(link);
    if (at >= 0) recent.splice(at, 1);
  }

  /** The copy of `ours` as a test has left it. */
  function theirsOf(ours: object): object | undefined {
    const link = byOurs.get(ours);
    if (link !== undefined) catchUp(link);
    return byOurs.get(ours)?.theirs;
  }

  return {
    inward: () => pass((source) => byTheirs.get(source)?.ours, true),
    outward: () => pass(theirsOf, false),
    settle,
    pull,
  };
}

/** Whether an object can count how often it is read: it is copied once and never looked at again, whatever stands behind the facade. */
function notices(bridge: Bridge, value: object): boolean {
  if (bridge.isProxy(value)) return true;
  return Object.values(Object.getOwnPropertyDescriptors(value)).some((member) => !('value' in member));
}
