/** What the rules check hands to the suites, through vitest's `provide`. */

export interface SuiteSettings {
  /** The bundled host of the subject. */
  readonly hostPath: string;
  /** The bundled solution. */
  readonly bundlePath: string;
  readonly seed: number;
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly judge: SuiteSettings;
  }
}
