/** What passed between judge and subject in one case, as it was said. */

import type { Command, SubjectEvent } from '../../wire/messages.ts';

/** One direction of one exchange; `at` is the virtual time in milliseconds since the Unix epoch. */
export type LogEntry =
  | { readonly at: number; readonly commands: readonly Command[] }
  | { readonly at: number; readonly events: readonly SubjectEvent[] };

/** The part of a case that a story is about, where a case does several things. */
export type Focus =
  /** Side by side: calls, claims and charges of other keys are left out. */
  | { readonly key: string }
  /** One after the other: so many entries of the log are left out. */
  | { readonly since: number };
