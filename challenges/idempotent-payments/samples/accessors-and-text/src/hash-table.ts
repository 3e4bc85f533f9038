interface Link<T> {
  readonly key: string;
  value: T;
  next: Link<T> | undefined;
}

/** Separate chaining, doubled when it is full; FNV-1a over UTF-16 code units. */
export class HashTable<T> {
  #chains: (Link<T> | undefined)[] = new Array<Link<T> | undefined>(16).fill(undefined);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  get(key: string): T | undefined {
    return this.#link(key)?.value;
  }

  set(key: string, value: T): void {
    const link = this.#link(key);
    if (link !== undefined) {
      link.value = value;
      return;
    }
    if (this.#count >= this.#chains.length) this.#grow();
    this.#count += 1;
    this.#put({ key, value, next: undefined });
  }

  delete(key: string): void {
    const place = this.#placeOf(key);
    let before: Link<T> | undefined;
    for (let link = this.#chains[place]; link !== undefined; before = link, link = link.next) {
      if (link.key !== key) continue;
      if (before === undefined) this.#chains[place] = link.next;
      else before.next = link.next;
      this.#count -= 1;
      return;
    }
  }

  #link(key: string): Link<T> | undefined {
    let link = this.#chains[this.#placeOf(key)];
    while (link !== undefined && link.key !== key) link = link.next;
    return link;
  }

  #put(link: Link<T>): void {
    const place = this.#placeOf(link.key);
    link.next = this.#chains[place];
    this.#chains[place] = link;
  }

  #grow(): void {
    const chains = this.#chains;
    this.#chains = new Array<Link<T> | undefined>(2 * chains.length).fill(undefined);
    for (let link of chains) {
      while (link !== undefined) {
        const rest: Link<T> | undefined = link.next;
        this.#put(link);
        link = rest;
      }
    }
  }

  #placeOf(key: string): number {
    let hash = 0x811c9dc5;
    for (let index = 0; index < key.length; index += 1) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
    return (hash >>> 0) % this.#chains.length;
  }
}
