import { z } from 'zod';
import { PATTERN_IDS } from './pattern-infos.ts';

/** What the patterns worker gets on its standard input. */
export const workRequestSchema = z.object({
  /** What is judged; the path is relative to the submission. */
  sources: z.array(z.object({ path: z.string(), text: z.string() })),
  /** What the sources may refer to and is not judged: the given files. */
  given: z.array(z.object({ path: z.string(), text: z.string() })),
  /** Folders of the packages that may be imported, by name. */
  packages: z.record(z.string(), z.string()),
});

/** A place where a pattern was seen. */
export const hitSchema = z.object({
  pattern: z.enum(PATTERN_IDS),
  file: z.string(),
  line: z.int().min(1),
  column: z.int().min(1),
  /** What is there, where the pattern's own words are too general. */
  what: z.string().nullable(),
});

/** What the patterns worker writes to its standard output. */
export const workReplySchema = z.object({ hits: z.array(hitSchema) });

export type WorkRequest = Readonly<z.infer<typeof workRequestSchema>>;
export type SourceText = Readonly<WorkRequest['sources'][number]>;
export type Hit = Readonly<z.infer<typeof hitSchema>>;
