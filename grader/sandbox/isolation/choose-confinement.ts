/** The isolation of a grading: the one that was asked for, or the strongest that works. */

import { UsageError } from '../../errors.ts';
import type { Isolation } from '../../model/report.ts';
import { PORTABLE, type Confinement } from './confinement.ts';
import { probeIsolation, writeFilters } from './probe-isolation.ts';

/** What a machine can do. */
export interface Choice {
  readonly confinement: Confinement;
  /** Why it is not `full`, in one line; `null` where it is. */
  readonly weakness: string | null;
}

/** The confinement's files are written to `folder`. Throws `UsageError` where the level that was asked for does not work. */
export async function chooseConfinement(folder: string, asked?: Isolation): Promise<Choice> {
  const { confinement, weakness } = await choose(asked);
  const { bubblewrap } = confinement;
  if (bubblewrap === null || bubblewrap.filters === null) return { confinement, weakness };
  const filters = await writeFilters(folder);
  return { confinement: { ...confinement, bubblewrap: { ...bubblewrap, filters } }, weakness };
}

async function choose(asked: Isolation | undefined): Promise<Choice> {
  if (asked !== undefined) return { confinement: await demand(asked), weakness: null };
  const full = await probeIsolation('full');
  if (full.status === 'works') return { confinement: full.confinement, weakness: null };
  const weaker = await probeIsolation('namespaces');
  return { confinement: weaker.status === 'works' ? weaker.confinement : PORTABLE, weakness: full.reason };
}

async function demand(asked: Isolation): Promise<Confinement> {
  const probe = await probeIsolation(asked);
  if (probe.status === 'works') return probe.confinement;
  throw new UsageError(
    `--isolation ${asked} does not work here: ${probe.reason}; leave the flag out to use the strongest that does`,
  );
}
