import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { endProcess } from '../../grader/sandbox/end-process.ts';
import { childrenOf } from '../../grader/sandbox/isolation/working-pid.ts';

const PATIENCE = { timeout: 30_000 };

it.runIf(process.platform === 'linux')('children go too, and with them what they hold open', PATIENCE, async () => {
  const child = spawn('sh', ['-c', 'sleep 600 & wait'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const pid = child.pid ?? 0;
  while (childrenOf(pid).length === 0) await setTimeout(10);
  const closed = once(child, 'close');
  endProcess(child);
  expect(await closed).toEqual([null, 'SIGKILL']);
});

it('a process that has ended is left alone', PATIENCE, async () => {
  const child = spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' });
  const closed = await once(child, 'close');
  endProcess(child);
  expect(closed).toEqual([0, null]);
});
