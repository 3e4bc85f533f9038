/** What a generator yields: something to be waited for. */
export interface Pause {
  readonly over: () => Promise<void>;
}

/** A computation that stops wherever it waits. */
export type Course<T> = Generator<Pause, T, void>;

/** Waits for what `start` promises. */
export function* wait<T>(start: () => Promise<T>): Course<T> {
  const end: { state: { ok: true; value: T } | { ok: false; problem: unknown } | null } = { state: null };
  yield {
    over: async () => {
      try {
        end.state = { ok: true, value: await start() };
      } catch (problem) {
        end.state = { ok: false, problem };
      }
    },
  };
  if (end.state === null) throw new Error('went on too early');
  if (!end.state.ok) throw end.state.problem;
  return end.state.value;
}

/** Runs a course to its end. */
export async function follow<T>(course: Course<T>): Promise<T> {
  for (let step = course.next(); ; step = course.next()) {
    if (step.done === true) return step.value;
    await step.value.over();
  }
}
