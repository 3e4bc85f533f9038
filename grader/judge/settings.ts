/** What the rules check hands to the suites, through vitest's `provide`. */

import type { Confinement } from '../sandbox/isolation/confinement.ts';

export interface SuiteSettings {
  /** The bundled host of the subject. */
  readonly hostPath: string;
  /** The bundled solution. */
  readonly bundlePath: string;
  readonly seed: number;
  readonly confinement: Confinement;
  /** The only case to run, by its id as evidence shows it; all of them unless given. */
  readonly only?: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly judge: SuiteSettings;
  }
}
