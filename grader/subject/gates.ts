/** Held calls: whatever the solution asks of the store, the provider or the clock waits here until the judge lets it go. */

import type { GateKind, Release, SubjectEvent } from '../wire/messages.ts';
import type { WireValue } from '../wire/value.ts';

/** What the judge's release does to a held call. */
export type OnRelease = (how: Release) => void;

/** What the judge is told of a held call. */
export interface HeldCall {
  readonly kind: GateKind;
  readonly source: string;
  readonly by: string;
  readonly args: readonly WireValue[];
}

export class Gates {
  readonly #emit: (event: SubjectEvent) => void;
  #held = new Map<number, OnRelease>();
  #watched = new Map<number, () => boolean>();
  #last = 0;

  constructor(emit: (event: SubjectEvent) => void) {
    this.#emit = emit;
  }

  /** Announces a held call and returns its number. */
  hold({ kind, source, by, args }: HeldCall, onRelease: OnRelease): number {
    this.#last += 1;
    this.#held.set(this.#last, onRelease);
    this.#emit({ on: 'gate', gate: this.#last, kind, source, by, args });
    return this.#last;
  }

  /** Lets a held call go; one that is no longer held is left alone. */
  release(gate: number, how: Release): void {
    const onRelease = this.#held.get(gate);
    this.#held.delete(gate);
    onRelease?.(how);
  }

  /** Has `hasAborted` asked of a call's signal, also after the call was let go: listeners of the solution's may keep ours from hearing of it. */
  watch(gate: number, hasAborted: () => boolean): void {
    this.#watched.set(gate, hasAborted);
  }

  /** Tells the judge of the watched signals that have aborted and that it was not told of. */
  lookForAborts(): void {
    for (const [gate, hasAborted] of this.#watched) if (hasAborted()) this.aborted(gate);
  }

  /** Tells the judge that a call's signal has aborted, also after the call was let go. */
  aborted(gate: number): void {
    this.#watched.delete(gate);
    this.#emit({ on: 'aborted', gate });
  }

  /** Gives up a held call from inside: the judge must not release it any more. */
  close(gate: number): void {
    if (this.#held.delete(gate)) this.#emit({ on: 'closed', gate });
  }

  /** Forgets everything; numbers are never used twice. */
  clear(): void {
    this.#held = new Map();
    this.#watched = new Map();
  }
}
