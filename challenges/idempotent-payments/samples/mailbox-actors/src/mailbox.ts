interface Letter {
  readonly open: () => void;
}

/** Opens one letter after the other, each in a microtask of its own. */
export class Mailbox {
  readonly #letters: Letter[] = [];
  #busy = false;

  ask<T>(work: () => T): Promise<T> {
    const reply = Promise.withResolvers<T>();
    this.#letters.push({
      open: () => {
        try {
          reply.resolve(work());
        } catch (problem) {
          reply.reject(problem);
        }
      },
    });
    this.#wake();
    return reply.promise;
  }

  tell(open: () => void): void {
    this.#letters.push({ open });
    this.#wake();
  }

  #wake(): void {
    if (this.#busy) return;
    this.#busy = true;
    this.#serve().then(
      () => undefined,
      () => undefined,
    );
  }

  async #serve(): Promise<void> {
    for (;;) {
      await Promise.resolve();
      const letter = this.#letters.shift();
      if (letter === undefined) break;
      letter.open();
    }
    this.#busy = false;
  }
}
