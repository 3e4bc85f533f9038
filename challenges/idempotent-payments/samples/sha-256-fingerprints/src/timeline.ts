/**
 * What happens at which time, earliest first: a pairing heap. Adding is one comparison; taking the first one out is
 * logarithmic, spread over many calls.
 */
export class Timeline<T> {
  #root: Moment<T> | undefined;

  get first(): Moment<T> | undefined {
    return this.#root;
  }

  add(at: number, what: T): void {
    this.#root = meld(this.#root, { at, what, children: [] });
  }

  removeFirst(): void {
    const children = this.#root?.children ?? [];
    const pairs: Moment<T>[] = [];
    for (let i = 0; i < children.length; i += 2) {
      const pair = meld(children[i], children[i + 1]);
      if (pair !== undefined) pairs.push(pair);
    }
    this.#root = pairs.reduceRight<Moment<T> | undefined>(meld, undefined);
  }
}

export interface Moment<T> {
  readonly at: number;
  readonly what: T;
  readonly children: Moment<T>[];
}

function meld<T>(a: Moment<T> | undefined, b: Moment<T> | undefined): Moment<T> | undefined {
  if (a === undefined) return b;
  if (b === undefined) return a;
  const [parent, child] = b.at < a.at ? [b, a] : [a, b];
  parent.children.push(child);
  return parent;
}
