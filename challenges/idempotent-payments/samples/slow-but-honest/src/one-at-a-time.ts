/** Runs jobs strictly one after the other. A job that fails fails alone. */
export function oneAtATime() {
  let tail: Promise<unknown> = Promise.resolve();

  return function run<T>(job: () => Promise<T>): Promise<T> {
    const turn = tail.then(job);
    tail = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  };
}
