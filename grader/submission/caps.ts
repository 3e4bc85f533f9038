/**
 * What a submission may be at most. A take-home exercise is a handful of small files: these caps are far above any honest
 * one, and low enough that staging ends within a second whatever was handed in.
 */
export const CAPS = {
  /** Directory entries looked at below `src/`, `tests/` and in the submission's own folder. */
  entries: 2_000,
  /** Staged files. */
  files: 200,
  /** Bytes of one file. */
  fileBytes: 256 * 1024,
  /** Bytes of all staged files together. */
  totalBytes: 2 * 1024 * 1024,
  /** Folders above a file, `src/` or `tests/` included. */
  depth: 8,
  /** UTF-16 code units of a path relative to the submission. */
  pathLength: 200,
  /** Notes in a report. */
  notes: 50,
} as const;

/** `262144` as `256 KiB`, for messages. */
export function inKib(bytes: number): string {
  return `${Math.ceil(bytes / 1024).toLocaleString('en-US')} KiB`;
}
