/**
 * The load check: CPU time and live memory per payment, beside the reference's in the same run. Candidate, reference and the
 * reference once more live at the same time, bound to one CPU, and do short slices of work in turns.
 */

import type { LoadBands } from '../../model/challenge.ts';
import type { LoadEvidence, Measured } from '../../model/evidence.ts';
import type { Confinement } from '../../sandbox/isolation/confinement.ts';
import type { Cpus } from '../../sandbox/one-cpu.ts';
import { LoadFailure, LoadSubject, type LoadRole } from './load-subject.ts';
import { MachineTooBusy } from '../machine-too-busy.ts';
import { measureLoad } from './measure-load.ts';

export interface LoadOptions {
  readonly hostPath: string;
  readonly bundles: { readonly candidate: string; readonly reference: string };
  /** Where figures turn into points: measuring stops when more of it would change nothing. */
  readonly bands: LoadBands;
  /** Where subjects run; `undefined` leaves it to the system. */
  readonly cpus: Cpus | undefined;
  readonly confinement: Confinement;
  /** Decides keys, payloads and the order of slices. */
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** A candidate that answers wrongly is measured, as one that has failed; a reference that does is our fault. */
export async function checkLoad(options: LoadOptions): Promise<Measured<LoadEvidence>> {
  const opened: LoadSubject[] = [];
  const stop = (): void => opened.forEach((subject) => subject.close());
  options.signal.addEventListener('abort', stop, { once: true });
  try {
    const subjects = await openAll(options, opened);
    options.signal.throwIfAborted();
    return await measureLoad(subjects, options);
  } catch (error) {
    options.signal.throwIfAborted();
    if (error instanceof MachineTooBusy)
      return { status: 'not-measured', fault: 'machine', cause: 'the machine is too busy to measure load on' };
    if (!(error instanceof LoadFailure)) throw error;
    if (error.role === 'candidate') return failedEvidence(error.message);
    return { status: 'not-measured', fault: 'kit', cause: `the reference under load: ${error.message}` };
  } finally {
    options.signal.removeEventListener('abort', stop);
    stop();
  }
}

/** Puts all that have started into `opened`, also when others have not. */
async function openAll(options: LoadOptions, opened: LoadSubject[]): Promise<Readonly<Record<LoadRole, LoadSubject>>> {
  const open = async (role: LoadRole): Promise<LoadSubject> => {
    const bundlePath = role === 'candidate' ? options.bundles.candidate : options.bundles.reference;
    const subject = await LoadSubject.open({ ...options, role, bundlePath });
    opened.push(subject);
    return subject;
  };
  const starting = [open('candidate'), open('reference'), open('again')] as const;
  await Promise.allSettled(starting);
  const [candidate, reference, again] = await Promise.all(starting);
  return { candidate, reference, again };
}

function failedEvidence(problem: string): LoadEvidence {
  const nothing = { candidate: 0, reference: 0 };
  const ratio = { median: 0, low: 0, high: 0 };
  return {
    status: 'measured',
    throughput: nothing,
    cost: ratio,
    heapBytesPerPayment: nothing,
    memory: 0,
    noise: ratio,
    problem,
    details: null,
  };
}
