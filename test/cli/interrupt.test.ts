import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { KIT, outcomeOf, seen } from './run-grade.ts';

/** A command that is interruptible and takes `cleanUpMs` to clean up; `before` runs once it works. */
function command(cleanUpMs: number, before = '') {
  const script = `import(${JSON.stringify(join(KIT, 'grader/cli/interrupt.ts'))}).then((m) =>
    m.interruptible((signal) => new Promise((_resolve, reject) => {
      ${before}
      const busy = setInterval(() => {}, 1000);
      signal.addEventListener('abort', () => {
        console.log('cleaning up');
        setTimeout(() => { clearInterval(busy); console.log('clean'); reject(signal.reason); }, ${cleanUpMs});
      });
      console.log('working');
    })),
  ).catch((error) => { console.log(error.name + ': ' + error.message); process.exitCode = 9; });`;
  return spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'pipe'] });
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s lets the command clean up and rejects', async (name) => {
  const child = command(50);
  const outcome = outcomeOf(child);
  await seen(child, 'stdout', 'working');
  child.kill(name);
  expect(await outcome).toMatchObject({
    code: 9,
    stdout: `working\ncleaning up\nclean\nInterrupted: Stopped by ${name}; no report was written.\n`,
  });
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s before and after what is interruptible exits with 130',
  async (name) => {
    const script = `import(${JSON.stringify(join(KIT, 'grader/cli/interrupt.ts'))}).then(async (m) => {
      m.exitOnSignals();
      process.on('exit', (code) => console.log('exit ' + code));
      if (process.argv[1] === 'after') {
        await m.interruptible(async (signal) => {
          process.kill(process.pid, ${JSON.stringify(name)});
          while (!signal.aborted) await new Promise(setImmediate);
          console.log('in time');
        });
      }
      setInterval(() => {}, 1000);
      console.log('idle');
    });`;
    for (const when of ['before', 'after']) {
      const child = spawn(process.execPath, ['-e', script, when], { stdio: ['ignore', 'pipe', 'pipe'] });
      const outcome = outcomeOf(child);
      await seen(child, 'stdout', 'idle');
      child.kill(name);
      const stdout = `${when === 'after' ? 'in time\n' : ''}idle\nexit 130\n`;
      expect(await outcome).toEqual({ code: 130, signal: null, stdout, stderr: `grade: Stopped by ${name}.\n` });
    }
  },
);

test('the same key press arriving twice does not cut the clean-up short', async () => {
  const child = command(200);
  const outcome = outcomeOf(child);
  await seen(child, 'stdout', 'working');
  child.kill('SIGINT');
  child.kill('SIGTERM');
  expect((await outcome).stdout).toContain('clean\nInterrupted');
});

test('a second key press exits at once', async () => {
  const child = command(600_000);
  const outcome = outcomeOf(child);
  await seen(child, 'stdout', 'working');
  child.kill('SIGINT');
  await seen(child, 'stdout', 'cleaning up');
  const pressing = setInterval(() => child.kill('SIGINT'), 100);
  const { code, stdout } = await outcome;
  clearInterval(pressing);
  expect(code).toBe(130);
  expect(stdout).not.toContain('clean\n');
});

test('a library that would exit on the signal does not get it', async () => {
  const child = command(50, `process.once('SIGINT', () => process.exit(55));`);
  const outcome = outcomeOf(child);
  await seen(child, 'stdout', 'working');
  child.kill('SIGINT');
  expect((await outcome).code).toBe(9);
});
