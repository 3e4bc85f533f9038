import { expect, it } from 'vitest';

for (let n = 0; n < 10; n += 1) it(`fails ${n}`, () => expect(n).toBe('caught you'));
it('passes, so that some are valid', () => {});
it('passes too', () => {});
it('and this one', () => {});
