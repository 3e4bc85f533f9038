/**
 * The compiler options of rule Q1, in the notation of a tsconfig. They are the kit's own: what a submission brings along
 * as configuration is never read.
 */
export const COMPILER_OPTIONS = {
  target: 'ES2024',
  lib: ['ES2024'],
  types: [],
  module: 'ESNext',
  moduleResolution: 'bundler',
  allowImportingTsExtensions: true,
  noEmit: true,
  skipLibCheck: true,
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noImplicitOverride: true,
  noFallthroughCasesInSwitch: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
} as const;
