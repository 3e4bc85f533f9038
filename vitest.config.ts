import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'reference/**/tests/**/*.test.ts'],
    exclude: [
      '**/node_modules/**',
      '**/fixtures/**',
      '**/samples/**',
      'test/cheats/**',
      'test/.pack-*/**',
      'test/suites/**',
      'skeleton/**',
    ],
    // Most tests start real processes; a busy machine with two cores takes its time.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
