export type Compare<T> = (a: T, b: T) => number;

/** A four-ary heap: the smallest element by `compare` first. */
export class PriorityQueue<T> {
  private readonly compare: Compare<T>;
  private readonly elements: T[] = [];

  public constructor(compare: Compare<T>) {
    this.compare = compare;
  }

  public get size(): number {
    return this.elements.length;
  }

  public get head(): T | undefined {
    return this.elements[0];
  }

  public enqueue(element: T): this {
    this.elements.push(element);
    let index = this.elements.length - 1;
    while (index > 0) {
      const parent = Math.floor((index - 1) / 4);
      if (!this.precedes(index, parent)) break;
      this.exchange(index, parent);
      index = parent;
    }
    return this;
  }

  public dequeue(): T | undefined {
    this.exchange(0, this.elements.length - 1);
    const head = this.elements.pop();
    let index = 0;
    let child = this.firstChild(index);
    while (child !== undefined && this.precedes(child, index)) {
      this.exchange(child, index);
      index = child;
      child = this.firstChild(index);
    }
    return head;
  }

  private firstChild(index: number): number | undefined {
    let best: number | undefined;
    const end = Math.min(4 * index + 4, this.elements.length - 1);
    for (let child = 4 * index + 1; child <= end; child++) {
      if (best === undefined || this.precedes(child, best)) best = child;
    }
    return best;
  }

  private precedes(a: number, b: number): boolean {
    const left = this.elements[a];
    const right = this.elements[b];
    return left !== undefined && right !== undefined && this.compare(left, right) < 0;
  }

  private exchange(a: number, b: number): void {
    const left = this.elements[a];
    const right = this.elements[b];
    if (left === undefined || right === undefined) return;
    this.elements[a] = right;
    this.elements[b] = left;
  }
}
