/** Jobs with one name run one after the other, in the order in which they came. */
export class KeyQueue {
  private readonly last = new Map<string, Promise<unknown>>();

  public enqueue<T>(name: string, job: () => T): Promise<T> {
    const turn = this.last.get(name) ?? Promise.resolve();
    const done = turn.then(job, job);
    this.last.set(name, done);
    const leave = (): void => {
      if (this.last.get(name) === done) this.last.delete(name);
    };
    done.then(leave, leave);
    return done;
  }
}
