/** A promise by another name. */
export class Outcome<T> extends Promise<T> {
  static of<T>(work: () => T | PromiseLike<T>): Outcome<T> {
    return new Outcome<T>((resolve, reject) => {
      try {
        resolve(work());
      } catch (problem) {
        reject(problem);
      }
    });
  }
}
