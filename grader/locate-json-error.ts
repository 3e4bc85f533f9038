/** Tells where a text stops being JSON; `JSON.parse` often does not. */

/** What may stand at a place; `more` follows a value. */
type State = 'value' | 'value-or-close' | 'key' | 'key-or-close' | 'colon' | 'more';

const TOKEN =
  /[ \t\n\r]*(?:([{}[\]:,])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|)/y;

/** The 1-based line and column (UTF-16 code units) of the first character that makes `text` invalid JSON, as `12:3`. */
export function locateJsonError(text: string): string {
  const index = findError(text);
  const before = text.slice(0, index).split('\n');
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`;
}

function findError(text: string): number {
  const open: string[] = [];
  let state: State = 'value';
  let index = 0;
  for (;;) {
    TOKEN.lastIndex = index;
    const [whole = '', mark, string, scalar] = TOKEN.exec(text) ?? [];
    const token = mark ?? (string === undefined ? scalar && 'scalar' : 'string');
    const start = index + whole.length - (mark ?? string ?? scalar ?? '').length;
    const next: State | null = token === undefined ? null : step(state, token, open);
    if (next === null) return start;
    state = next;
    index += whole.length;
  }
}

/** The state after `token`, or `null` where it may not stand; `open` holds the containers that are not closed yet. */
function step(state: State, token: string, open: string[]): State | null {
  switch (state) {
    case 'value-or-close':
      if (token === ']') return close(open);
      return step('value', token, open);
    case 'value':
      if (token === 'scalar' || token === 'string') return 'more';
      if (token !== '{' && token !== '[') return null;
      open.push(token);
      return token === '{' ? 'key-or-close' : 'value-or-close';
    case 'key-or-close':
      if (token === '}') return close(open);
      return step('key', token, open);
    case 'key':
      return token === 'string' ? 'colon' : null;
    case 'colon':
      return token === ':' ? 'value' : null;
    case 'more':
      if (token === ',' && open.length > 0) return open.at(-1) === '{' ? 'key' : 'value';
      return (token === '}' && open.at(-1) === '{') || (token === ']' && open.at(-1) === '[') ? close(open) : null;
    default:
      return state satisfies never;
  }
}

function close(open: string[]): State {
  open.pop();
  return 'more';
}
