import { html as tag, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export type Html = HtmlEscapedString;

/** Markup in which every value is escaped unless it is markup itself; lists are joined, `null` and booleans vanish. */
export function html(strings: TemplateStringsArray, ...values: readonly unknown[]): Html {
  const markup = tag(strings, ...values);
  if (markup instanceof Promise) throw new TypeError('a value of this markup is a promise');
  return markup;
}

/** Text of our own that is markup already. */
export function trusted(markup: string): Html {
  return raw(markup);
}
