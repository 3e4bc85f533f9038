/** The implementations that own tests are run on, bundled once for a plan: they are the same for every submission. */

import { join } from 'node:path';
import type { Challenge, OwnTestsPlan } from '../../model/challenge.ts';
import { bundleImplementation } from '../../sandbox/bundle-implementation.ts';
import { CONTRACT_FILE } from '../../sandbox/stage-suite.ts';
import type { Implementation } from './judge-suite.ts';

export interface Implementations {
  readonly correct: readonly Implementation[];
  readonly mutants: readonly Implementation[];
}

const bundled = new WeakMap<OwnTestsPlan, Promise<Implementations>>();

/** In the order of the plan. */
export function bundleImplementations(challenge: Challenge, plan: OwnTestsPlan): Promise<Implementations> {
  const known = bundled.get(plan);
  if (known !== undefined) return known;
  const made = bundleAll(challenge, plan);
  bundled.set(plan, made);
  made.catch(() => bundled.delete(plan));
  return made;
}

async function bundleAll(challenge: Challenge, { correct, mutants }: OwnTestsPlan): Promise<Implementations> {
  const common = { entry: challenge.entry, contractPath: join(challenge.skeletonRoot, CONTRACT_FILE) };
  return {
    correct: await Promise.all(
      correct.map(async ({ id, root, linked }) => ({
        code: await bundleImplementation({ ...common, id, root, edits: [] }),
        linked,
      })),
    ),
    mutants: await Promise.all(
      mutants.map(async ({ id, edits, linked }) => ({
        code: await bundleImplementation({ ...common, id, root: challenge.referenceRoot, edits }),
        linked,
      })),
    ),
  };
}
