import type { JsonValue } from './contract.ts';

type Work = { readonly text: string } | { readonly value: JsonValue };

const isArray = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);

/** Canonical JSON text with a stack of its own instead of recursion. */
export function canonical(root: JsonValue): string {
  let text = '';
  const stack: Work[] = [{ value: root }];
  for (let work = stack.pop(); work !== undefined; work = stack.pop()) {
    if ('text' in work) text += work.text;
    else if (typeof work.value !== 'object' || work.value === null) text += JSON.stringify(work.value);
    else stack.push(...parts(work.value).reverse());
  }
  return text;
}

function parts(value: Exclude<JsonValue, string | number | boolean | null>): Work[] {
  if (isArray(value)) {
    return [{ text: '[' }, ...value.flatMap((element) => [{ value: element }, { text: ',' }]), { text: ']' }];
  }
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  const inner = members.flatMap(([name, member]) => [{ value: name }, { text: ':' }, { value: member }, { text: ',' }]);
  return [{ text: '{' }, ...inner, { text: '}' }];
}
