/** What the bundler is asked, and what it answers: one result for each job. */

import type { PartOptions } from './bundle-solution.ts';

export type BundlerJob =
  | {
      readonly do: 'bundle';
      /** Specifiers relative to the staged root, by name. */
      readonly parts: readonly (readonly [name: string, specifier: string])[];
      readonly options: Omit<PartOptions, 'provided'>;
      /** Modules of the kit: specifier and script. */
      readonly provided: readonly (readonly [specifier: string, script: string])[];
    }
  | {
      readonly do: 'list-exports';
      /** Absolute path of a module below the staged root. */
      readonly path: string;
    };

export type BundlerResult =
  | {
      readonly code: string;
      readonly problems: Readonly<Record<string, string>>;
      readonly imports: readonly (readonly [path: string, imports: readonly string[]])[];
    }
  | { readonly names: readonly string[] };
