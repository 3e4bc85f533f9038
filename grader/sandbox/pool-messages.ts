/** What worker threads and the pool of subjects say to each other. */

import type { Answer } from './answer.ts';

/** `by` names the worker that asks. */
export type PoolRequest =
  | { readonly by: string; readonly want: 'subject' }
  /** The subject is of no use any more: it has ended, or it is to be ended. Its descriptor must not be touched again. */
  | { readonly by: string; readonly retire: number };

/** `to` names the worker that is answered. */
export type PoolReply =
  | {
      readonly to: string;
      readonly subject: number;
      /** The judge's end of its pipe, which blocks; descriptors are the whole process'. */
      readonly descriptor: number;
      /** The watch over its requests. */
      readonly memory: SharedArrayBuffer;
    }
  | { readonly to: string; readonly ended: Extract<Answer, { readonly status: 'crashed' | 'hung' }> }
  | { readonly to: string; readonly refused: string };
