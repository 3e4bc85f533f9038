import { expect, it } from 'vitest';

it('exits', () => {
  const process = Reflect.get(globalThis, 'process');
  process?.exit(1);
  expect(process).toBeDefined();
});

it('throws where nobody catches', async () => {
  setTimeout(() => {
    throw new Error('later');
  }, 1);
  await new Promise((resolve) => setTimeout(resolve, 2));
});

it('runs out of stack', () => {
  const deeper = (): number => 1 + deeper();
  deeper();
});

it('runs out of memory', () => {
  for (const all: unknown[] = []; ;) all.push(new Array(99_999).fill({}));
});

it('makes a long text', () => {
  let text = 'x'.repeat(2 ** 20);
  for (;;) text += text;
});

it('passes', () => {});
