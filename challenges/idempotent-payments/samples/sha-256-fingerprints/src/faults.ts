import { IdempotencyError } from './contract.ts';
import type { IdempotencyErrorCode } from './contract.ts';

/** A reason not to go on with a record, thrown inside the store only. */
export abstract class RecordFault extends Error {
  abstract readonly code: IdempotencyErrorCode;
}

export class Missing extends RecordFault {
  override readonly code = 'NOT_FOUND';
}

export class TooOld extends RecordFault {
  override readonly code = 'EXPIRED';
}

export class NotTheOwner extends RecordFault {
  override readonly code = 'STALE_CLAIM';
}

export class Settled extends RecordFault {
  override readonly code = 'ALREADY_FINAL';
}

/** Runs `job` and turns its faults into the errors of the contract. */
export async function translated<T>(key: string, job: () => T): Promise<T> {
  try {
    return job();
  } catch (fault) {
    if (fault instanceof RecordFault) throw new IdempotencyError(fault.code, key);
    throw fault;
  }
}
