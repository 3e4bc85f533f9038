let deep = {};
for (let level = 0; level < 1e4; level += 1) deep = { deep };
const answer = async () => deep;
export function createPaymentProcessor(options) {
  return { processPayment: answer };
}
