const big = () => Promise.resolve(Array.from({ length: 3e4 }, () => 'x'.repeat(1e4)));
export function createPaymentProcessor(options) {
  return { processPayment: big };
}
