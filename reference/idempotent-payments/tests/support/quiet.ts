/** Turns of the event loop that are more than enough for whatever needs neither the clock nor an answer. */
const TURNS = 40;

/** Lets everything happen that can happen by itself: a test looks at what there is then, and never waits for what may not come. */
export async function quiet(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
}

export type Ending<T> =
  | { readonly status: 'pending' }
  | { readonly status: 'fulfilled'; readonly value: T }
  | { readonly status: 'rejected'; readonly reason: unknown };

/** How `call` has ended once nothing moves any more. */
export async function ended<T>(call: Promise<T>): Promise<Ending<T>> {
  let ending: Ending<T> = { status: 'pending' };
  call.then(
    (value) => {
      ending = { status: 'fulfilled', value };
    },
    (reason: unknown) => {
      ending = { status: 'rejected', reason };
    },
  );
  await quiet();
  return ending;
}
