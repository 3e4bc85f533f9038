import hljs from 'highlight.js/lib/core';
import typescript from 'highlight.js/lib/languages/typescript';

import { trusted } from './tag.ts';
import type { Html } from './tag.ts';

hljs.registerLanguage('typescript', typescript);

/** TypeScript with its tokens in spans of class `hljs-…`; everything in it is escaped. */
export function highlight(code: string): Html {
  return trusted(hljs.highlight(code, { language: 'typescript', ignoreIllegals: true }).value);
}
