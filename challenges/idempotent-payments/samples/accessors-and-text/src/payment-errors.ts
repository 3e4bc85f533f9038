import { PaymentError, type PaymentErrorDetails } from './contract.ts';

export class Declined extends PaymentError {
  constructor(details: PaymentErrorDetails, cause: unknown) {
    super('DECLINED', 'The provider said no.', details, { cause });
  }
}

export class Exhausted extends PaymentError {
  constructor(details: PaymentErrorDetails, cause: unknown) {
    super('RETRIES_EXHAUSTED', 'The provider could not be reached.', Object.freeze(details), { cause });
  }
}

export class Fault extends PaymentError {
  constructor(details: PaymentErrorDetails, cause: unknown) {
    super('PROVIDER_FAULT', 'The provider misbehaved.', details, { cause });
  }
}

export class Unavailable extends PaymentError {
  constructor(cause: unknown) {
    super('STORE_UNAVAILABLE', 'The store is down.', {}, { cause });
  }
}
