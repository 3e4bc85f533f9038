/** Part 2: the payment processor, rules P1 to P16 in README.md. */

import type { PaymentProcessor, PaymentProcessorOptions } from './contract.ts';

export function createPaymentProcessor(_options: PaymentProcessorOptions): PaymentProcessor {
  return {
    processPayment: () => Promise.reject(new Error('not implemented: processPayment')),
  };
}
