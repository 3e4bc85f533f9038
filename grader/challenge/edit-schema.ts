/** Edits of sources as challenges and the cheat corpus write them: see `SourceEdit`. */

import { z } from 'zod';
import type { SourceEdit } from '../model/challenge.ts';

export const editSchema: z.ZodType<SourceEdit> = z.strictObject({
  file: z.string(),
  find: z.string().min(1),
  replace: z.string(),
});
