/** What was handed in, after staging. */

/** A file that was taken over from the submission. */
export interface SubmittedFile {
  /** Relative to the submission, with `/`; control and bidirectional characters are never part of it. */
  readonly path: string;
  readonly bytes: number;
  /** `sha256:…` of the content. */
  readonly sha256: string;
}

/** Something about the hand-in that a reader should know: a skipped symlink, an edited given file, … */
export interface StagingNote {
  readonly kind: 'given-file-changed' | 'skipped' | 'ignored' | 'missing-entry';
  /** Printable: control and bidirectional characters are escaped. */
  readonly path: string;
  readonly message: string;
}

/** How a file stands to the skeleton that the candidate began with; given files are not among them. */
export interface FileChange {
  readonly path: string;
  readonly status: 'added' | 'changed' | 'unchanged' | 'removed';
  /** Lines of the file as handed in; 0 for a removed one. */
  readonly lines: number;
  /** Lines that the skeleton's file does not hold, and lines of its that are gone; a line that only moved counts in neither. */
  readonly linesAdded: number;
  readonly linesRemoved: number;
}

export interface Submission {
  /** The base name of what was handed in, made printable. */
  readonly id: string;
  /** Absolute path of what was handed in; it is only ever read. */
  readonly source: string;
  /** Absolute path of the private copy that everything else works on. */
  readonly stagedRoot: string;
  /** `sha256:…` over the sorted paths and contents of `files`; independent of times, owners and the machine. */
  readonly treeHash: string;
  /** The `*.ts` below `src/` and `tests/` as handed in, sorted by path; given files are not among them. */
  readonly files: readonly SubmittedFile[];
  /** What the candidate made of the skeleton, sorted by path. */
  readonly changes: readonly FileChange[];
  readonly notes: readonly StagingNote[];
}
