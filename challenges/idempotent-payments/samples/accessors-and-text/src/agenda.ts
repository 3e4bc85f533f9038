/** What is due when: the items of one instant lie together, the instants in a heap. */
export class Agenda<T> {
  readonly #items = new Map<number, T[]>();
  readonly #instants: number[] = [];

  add(instant: number, item: T): void {
    const together = this.#items.get(instant);
    if (together !== undefined) {
      together.push(item);
      return;
    }
    this.#items.set(instant, [item]);
    this.#instants.push(instant);
    this.#rise(this.#instants.length - 1);
  }

  /** Takes out one item that is due by `now`. */
  take(now: number): T | undefined {
    for (let [first] = this.#instants; first !== undefined && first <= now; [first] = this.#instants) {
      const item = this.#items.get(first)?.pop();
      if (item !== undefined) return item;
      this.#items.delete(first);
      this.#drop();
    }
    return undefined;
  }

  #drop(): void {
    const last = this.#instants.pop();
    if (last === undefined || this.#instants.length === 0) return;
    this.#instants[0] = last;
    for (let place = 0; ;) {
      const [left, right] = [2 * place + 1, 2 * place + 2];
      const child = this.#at(right) < this.#at(left) ? right : left;
      if (this.#at(child) >= this.#at(place)) return;
      this.#swap(place, child);
      place = child;
    }
  }

  #rise(from: number): void {
    for (let place = from; place > 0;) {
      const parent = (place - 1) >> 1;
      if (this.#at(parent) <= this.#at(place)) return;
      this.#swap(parent, place);
      place = parent;
    }
  }

  #at(place: number): number {
    return this.#instants[place] ?? Infinity;
  }

  #swap(one: number, other: number): void {
    const [a, b] = [this.#at(one), this.#at(other)];
    this.#instants[one] = b;
    this.#instants[other] = a;
  }
}
