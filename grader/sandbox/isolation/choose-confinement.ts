/** The isolation of a grading: the one that was asked for, or the strongest that works. */

import { UsageError } from '../../errors.ts';
import type { Isolation } from '../../model/report.ts';
import { PORTABLE, type Confinement } from './confinement.ts';
import { probeIsolation, type Probe } from './probe-isolation.ts';

/** What a machine can do. */
export interface Choice {
  readonly confinement: Confinement;
  /** Why it is not `full`, in one line; `null` where it is. */
  readonly weakness: string | null;
}

/** The confinement's files are written to `folder`. Throws `UsageError` where the level that was asked for does not work. */
export async function chooseConfinement(folder: string, asked?: Isolation): Promise<Choice> {
  if (asked !== undefined) return { confinement: await (await demand(asked)).equip(folder), weakness: null };
  const full = await probeIsolation('full');
  if (full.status === 'works') return { confinement: await full.equip(folder), weakness: null };
  const weaker = await probeIsolation('namespaces');
  return { confinement: weaker.status === 'works' ? await weaker.equip(folder) : PORTABLE, weakness: full.reason };
}

async function demand(asked: Isolation): Promise<Extract<Probe, { readonly status: 'works' }>> {
  const probe = await probeIsolation(asked);
  if (probe.status === 'works') return probe;
  throw new UsageError(
    `--isolation ${asked} does not work here: ${probe.reason}; leave the flag out to use the strongest that does`,
  );
}
