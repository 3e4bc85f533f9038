/** What the queue orders. `place` belongs to the queue; `dueAt` must not change while the item is in it. */
export interface Due {
  dueAt: number;
  place: number;
}

/**
 * A binary heap with the item that is due first on top. It does not rely on items being added in the order of their
 * times, so a clock that steps back leaves nothing behind. Items know their place: any of them can be removed in O(log n).
 */
export class DueQueue<Item extends Due> {
  readonly #items: Item[] = [];

  /** The item with the smallest `dueAt`. */
  get first(): Item | undefined {
    return this.#items[0];
  }

  add(item: Item): void {
    this.#rise(item, this.#items.length);
  }

  /** Removes an item that is in the queue. */
  remove(item: Item): void {
    const last = this.#items.pop();
    if (last === undefined || last === item) return;
    if (last.dueAt < item.dueAt) this.#rise(last, item.place);
    else this.#sink(last, item.place);
  }

  #rise(item: Item, from: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.#items[above];
      if (parent === undefined || parent.dueAt <= item.dueAt) break;
      this.#put(parent, place);
      place = above;
    }
    this.#put(item, place);
  }

  #sink(item: Item, from: number): void {
    let place = from;
    let child = this.#earlierChild(place);
    while (child !== undefined && child.dueAt < item.dueAt) {
      const below = child.place;
      this.#put(child, place);
      place = below;
      child = this.#earlierChild(place);
    }
    this.#put(item, place);
  }

  #earlierChild(place: number): Item | undefined {
    const left = this.#items[2 * place + 1];
    const right = this.#items[2 * place + 2];
    return left !== undefined && right !== undefined && right.dueAt < left.dueAt ? right : left;
  }

  #put(item: Item, place: number): void {
    this.#items[place] = item;
    item.place = place;
  }
}
