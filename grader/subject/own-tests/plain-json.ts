/** JSON of the events of own tests, which may have replaced `JSON.stringify` and given every object a `toJSON`. */

const { stringify } = JSON;
const { isArray } = Array;
const { keys } = Object;

/** Of strings, numbers, booleans, `null`, and arrays and plain objects of these without `undefined`. */
export function plainJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return stringify(value);
  return isArray(value) ? arrayJson(value) : objectJson(value);
}

function arrayJson(array: readonly unknown[]): string {
  let text = '';
  for (let at = 0; at < array.length; at += 1) text += `${at === 0 ? '' : ','}${plainJson(array[at])}`;
  return `[${text}]`;
}

function objectJson(object: object): string {
  const values: Readonly<Record<string, unknown>> = { ...object };
  const names = keys(object);
  let text = '';
  for (let at = 0; at < names.length; at += 1) {
    const name = names[at] ?? '';
    text += `${at === 0 ? '' : ','}${stringify(name)}:${plainJson(values[name])}`;
  }
  return `{${text}}`;
}
