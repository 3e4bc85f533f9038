/** What the rules check hands to the suites, through vitest's `provide`. */

export interface SuiteSettings {
  /** Names the pool of subjects. */
  readonly pool: string;
  readonly seed: number;
  /** The only case to run, by its id as evidence shows it; all of them unless given. */
  readonly only?: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly judge: SuiteSettings;
  }
}
