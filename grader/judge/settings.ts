/** What the rules check hands to the suites, through vitest's `provide`. */

import type { Confinement } from '../sandbox/isolation/confinement.ts';

export interface SuiteSettings {
  /** The bundled host of the subject. */
  readonly hostPath: string;
  /** The bundled solution. */
  readonly bundlePath: string;
  readonly seed: number;
  readonly confinement: Confinement;
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly judge: SuiteSettings;
  }
}
