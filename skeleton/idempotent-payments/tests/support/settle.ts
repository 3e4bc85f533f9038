// Taken before a test can replace them by fake ones.
const nextTurn = setImmediate;
const subtle = crypto.subtle;

/**
 * One turn of the event loop. The digest makes it last until work that was already waiting outside the microtask queue
 * (such as `crypto.subtle`) had its chance to come back.
 */
export async function turn(): Promise<void> {
  await subtle.digest('SHA-256', new Uint8Array(1));
  await new Promise<void>((resolve) => {
    nextTurn(resolve);
  });
}

/** Lets everything run that can run without the clock moving on or a held answer being given. */
export async function settle(): Promise<void> {
  for (let count = 0; count < 20; count += 1) await turn();
}
