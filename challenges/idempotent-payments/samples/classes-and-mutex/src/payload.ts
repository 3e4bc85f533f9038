import type { JsonValue } from './contract.ts';

type JsonObject = { readonly [name: string]: JsonValue };

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A payload as it was at the call. */
export class Payload {
  readonly fingerprint: string;
  readonly #value: JsonValue;

  constructor(value: JsonValue) {
    this.#value = structuredClone(value);
    this.fingerprint = JSON.stringify(this.#value, (_name, member: JsonValue) =>
      isObject(member) ? Payload.#sorted(member) : member,
    );
  }

  copy(): JsonValue {
    return structuredClone(this.#value);
  }

  static #sorted(object: JsonObject): JsonObject {
    return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
