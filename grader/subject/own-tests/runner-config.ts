/** What the runner goes by, and as much of it as a test file may change: `vi.setConfig`. */

import type { VitestRunnerConfig } from '@vitest/runner';

/** vitest's defaults. */
const DEFAULTS: VitestRunnerConfig = {
  root: '/',
  setupFiles: [],
  name: undefined,
  passWithNoTests: false,
  testNamePattern: undefined,
  allowOnly: true,
  sequence: { seed: 0, hooks: 'stack', setupFiles: 'list' },
  chaiConfig: undefined,
  maxConcurrency: 5,
  testTimeout: 5_000,
  hookTimeout: 10_000,
  retry: 0,
  includeTaskLocation: false,
  tags: [],
  tagsFilter: undefined,
  strictTags: false,
};

const CHANGEABLE = ['testTimeout', 'hookTimeout', 'maxConcurrency', 'retry'] as const;

/** Of the test file that is running. */
export const runnerConfig: VitestRunnerConfig = { ...DEFAULTS };

/** Takes over what concerns the runner; other settings mean nothing here. */
export function setConfig(config: Partial<VitestRunnerConfig>): void {
  for (const name of CHANGEABLE) if (config[name] !== undefined) Object.assign(runnerConfig, { [name]: config[name] });
}

export function resetConfig(): void {
  Object.assign(runnerConfig, DEFAULTS);
}
