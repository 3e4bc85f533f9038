/** What worker threads and the pool of subjects say to each other. */

import type { Answer } from './answer.ts';

/** How a subject ended that brought no reply. */
export type Ended = Extract<Answer, { readonly status: 'crashed' | 'hung' | 'spent' }>;

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
  /** To who gives one back, how it ended; to who asks for one, why there are no more. */
  | { readonly to: string; readonly ended: Ended }
  | { readonly to: string; readonly refused: string };
