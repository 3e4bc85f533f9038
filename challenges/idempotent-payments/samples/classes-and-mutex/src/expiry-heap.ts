export interface Deadline {
  readonly key: string;
  readonly token: string;
  readonly expiresAt: number;
}

/** Smallest `expiresAt` first. */
export class ExpiryHeap {
  readonly #heap: Deadline[] = [];

  get length(): number {
    return this.#heap.length;
  }

  peek(): Deadline | undefined {
    return this.#heap[0];
  }

  push(deadline: Deadline): void {
    let index = this.#heap.push(deadline) - 1;
    while (index > 0) {
      const parent = Math.floor((index - 1) / 2);
      if (this.#at(parent) <= this.#at(index)) return;
      this.#swap(parent, index);
      index = parent;
    }
  }

  pop(): void {
    this.#swap(0, this.#heap.length - 1);
    this.#heap.pop();
    let index = 0;
    for (;;) {
      let smallest = index;
      for (const child of [2 * index + 1, 2 * index + 2]) {
        if (this.#at(child) < this.#at(smallest)) smallest = child;
      }
      if (smallest === index) return;
      this.#swap(smallest, index);
      index = smallest;
    }
  }

  /** Starts over with these deadlines. */
  reset(deadlines: Iterable<Deadline>): void {
    this.#heap.length = 0;
    for (const deadline of deadlines) this.push(deadline);
  }

  #at(index: number): number {
    return this.#heap[index]?.expiresAt ?? Number.POSITIVE_INFINITY;
  }

  #swap(a: number, b: number): void {
    const first = this.#heap[a];
    const second = this.#heap[b];
    if (first === undefined || second === undefined) return;
    this.#heap[a] = second;
    this.#heap[b] = first;
  }
}
