export interface Deadline {
  readonly at: number;
  readonly key: string;
  readonly token: string;
}

/** A binary heap, written out. */
export class Deadlines {
  private readonly list: Deadline[] = [];

  earliest(): Deadline | undefined {
    return this.list.at(0);
  }

  insert(deadline: Deadline): void {
    this.list.push(deadline);
    this.up(this.list.length - 1);
  }

  dropEarliest(): void {
    const last = this.list.pop();
    if (last === undefined || this.list.length === 0) return;
    this.list[0] = last;
    this.down(0);
  }

  private time(index: number): number {
    const deadline = this.list.at(index);
    return deadline === undefined || index >= this.list.length ? Infinity : deadline.at;
  }

  private up(index: number): void {
    if (index === 0) return;
    const parent = Math.trunc((index - 1) / 2);
    if (this.time(index) >= this.time(parent)) return;
    this.swap(index, parent);
    this.up(parent);
  }

  private down(index: number): void {
    const left = 2 * index + 1;
    const child = this.time(left + 1) < this.time(left) ? left + 1 : left;
    if (this.time(child) >= this.time(index)) return;
    this.swap(index, child);
    this.down(child);
  }

  private swap(a: number, b: number): void {
    const [first, second] = [this.list.at(a), this.list.at(b)];
    if (first === undefined || second === undefined) return;
    this.list.splice(a, 1, second);
    this.list.splice(b, 1, first);
  }
}
