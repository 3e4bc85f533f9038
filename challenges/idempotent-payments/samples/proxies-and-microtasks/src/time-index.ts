interface Item {
  readonly at: number;
  readonly id: symbol;
}

/** A binary heap over an array of items that never move out of the middle. */
export class TimeIndex {
  readonly #heap: Item[] = [];

  add(at: number, id: symbol): void {
    let place = this.#heap.push({ at, id }) - 1;
    for (let up = (place - 1) >> 1; place > 0 && this.#at(up) > at; up = (place - 1) >> 1) {
      this.#swap(place, up);
      place = up;
    }
  }

  takeDue(now: number): symbol | undefined {
    const [top] = this.#heap;
    if (top === undefined || top.at > now) return undefined;
    this.#swap(0, this.#heap.length - 1);
    this.#heap.pop();
    this.#settle();
    return top.id;
  }

  #settle(): void {
    for (let place = 0; ;) {
      const [left, right] = [2 * place + 1, 2 * place + 2];
      let first = place;
      if (this.#at(left) < this.#at(first)) first = left;
      if (this.#at(right) < this.#at(first)) first = right;
      if (first === place) return;
      this.#swap(place, first);
      place = first;
    }
  }

  #at(place: number): number {
    return this.#heap[place]?.at ?? Infinity;
  }

  #swap(one: number, other: number): void {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    if (a === undefined || b === undefined) return;
    this.#heap[one] = b;
    this.#heap[other] = a;
  }
}
