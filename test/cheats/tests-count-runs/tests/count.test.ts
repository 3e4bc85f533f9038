import { it } from 'vitest';
it('counts', async () => {
  const fs = await import('node:fs');
  fs.appendFileSync('/tmp/grade-cheat-runs', 'x');
});
