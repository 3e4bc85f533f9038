import type { JsonValue } from './contract.ts';
import { follow, type Course } from './waiting.ts';

type End = { readonly ok: true; readonly response: JsonValue } | { readonly ok: false; readonly problem: unknown };

/** A run tells everybody who listens that it is over. */
export class Run extends EventTarget {
  #end: End | null = null;

  start(course: Course<JsonValue>): void {
    follow(course).then(
      (response) => this.#finish({ ok: true, response }),
      (problem: unknown) => this.#finish({ ok: false, problem }),
    );
  }

  result(): Promise<JsonValue> {
    return new Promise((resolve, reject) => {
      this.addEventListener(
        'over',
        () => {
          if (this.#end?.ok === true) resolve(structuredClone(this.#end.response));
          else reject(this.#end?.problem);
        },
        { once: true },
      );
    });
  }

  #finish(end: End): void {
    this.#end = end;
    this.dispatchEvent(new Event('over'));
  }
}
