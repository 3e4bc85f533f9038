const HOPS = 24;

/** Two dozen microtasks later. */
export function hop(hops = HOPS): Promise<void> {
  return new Promise((resolve) => {
    const next = (left: number): void => {
      if (left === 0) resolve();
      else queueMicrotask(() => next(left - 1));
    };
    next(hops);
  });
}
