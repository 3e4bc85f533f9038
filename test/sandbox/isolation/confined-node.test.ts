import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Isolation } from '../../../grader/model/report.ts';
import { chooseConfinement } from '../../../grader/sandbox/isolation/choose-confinement.ts';
import { confinedNode } from '../../../grader/sandbox/isolation/confined-node.ts';
import { workingPid } from '../../../grader/sandbox/isolation/working-pid.ts';
import { temporaryFolder } from '../../support/submission-folder.ts';

const onLinux = existsSync('/usr/bin/bwrap');

/** The command that runs `script`, unhardened, with one file of ours beside it. */
async function commandFor(script: string, level: Isolation = 'full'): Promise<readonly [string, readonly string[]]> {
  const folder = await temporaryFolder();
  const { confinement } = await chooseConfinement(folder, level);
  const path = join(folder, 'script.cjs');
  await writeFile(path, script);
  const [command = '', ...args] = confinedNode(confinement, {
    profile: 'subject',
    reads: [path],
    args: (at) => ['--no-warnings', at(path)],
  });
  return [command, args];
}

/** What the script writes to descriptor 2 as JSON. */
async function told(script: string, level: Isolation = 'full'): Promise<unknown> {
  const [command, args] = await commandFor(
    `const fs = require('node:fs');
     const attempt = (work) => { try { return work(); } catch (error) { return error.code ?? error.message; } };
     const tell = (value) => fs.writeSync(2, JSON.stringify(value));
     ${script}`,
    level,
  );
  const { stderr } = await promisify(execFile)(command, [...args], { env: { SECRET: 'canary' }, timeout: 60_000 });
  return JSON.parse(stderr);
}

describe.runIf(onLinux).each(['full', 'namespaces'] as const)('under %s isolation', (level) => {
  it('a program sees a handful of files, none of the environment, and is nobody', async () => {
    const seen = await told(
      `tell({ root: fs.readdirSync('/').sort(), secret: process.env.SECRET ?? null, uid: process.getuid(),
        proc: fs.existsSync('/proc'), repository: fs.existsSync(${JSON.stringify(import.meta.dirname)}) });`,
      level,
    );
    expect(seen).toMatchObject({ secret: null, proc: false, repository: false, uid: 65_534 });
    expect(seen).toMatchObject({ root: expect.arrayContaining(['node', 'script.cjs']) });
  });

  it('a program can write nowhere', async () => {
    const paths = ['/x', '/script.cjs', '/lib/x', '/node'];
    const codes = await told(
      `tell(${JSON.stringify(paths)}.map((path) => attempt(() => fs.writeFileSync(path, 'x'))));`,
      level,
    );
    expect(codes).toEqual(paths.map(() => expect.stringMatching(/^(EROFS|EACCES|EPERM|ETXTBSY)$/)));
  });

  it('a program that is killed from outside is gone, whoever it has become', async () => {
    const [command, args] = await commandFor(
      `require('node:fs').writeSync(2, 'up'); setInterval(() => {}, 1000);`,
      level,
    );
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], env: {} });
    await new Promise((resolve) => child.stderr.once('data', resolve));
    const inside = workingPid(child.pid ?? 0);
    expect(inside).not.toBe(child.pid);
    child.kill('SIGKILL');
    for (let round = 0; existsSync(`/proc/${inside}`) && round < 300; round += 1) await setTimeout(20);
    expect(existsSync(`/proc/${inside}`)).toBe(false);
  });
});

describe.runIf(onLinux)('under full isolation', () => {
  it('a program starts no other and sends no signals', async () => {
    const codes = await told(`
      const { spawnSync } = require('node:child_process');
      tell([spawnSync('/node', ['-v']).error?.code, attempt(() => process.kill(1, 0)), attempt(() => process.kill(-1, 'SIGKILL'))]);`);
    expect(codes).toEqual(['EPERM', 'EPERM', 'EPERM']);
  });

  it('a program reaches no network, not even its own machine', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const address: AddressInfo | string | null = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const code = await told(`
      const socket = attempt(() => require('node:net').connect(${port}, '127.0.0.1').on('error', (error) => tell(error.code)));
      if (typeof socket === 'string') tell(socket);`);
    expect(code).toBe('EPERM');
  });

  it('memory outside of the heap has a limit as well', async () => {
    const bytes = await told(`
      const all = []; let gone = 0;
      for (; gone < 4096; gone += 64) if (attempt(() => all.push(Buffer.alloc(64 * 2 ** 20, 1))) !== all.length) break;
      tell(gone);`);
    expect(bytes).toBeLessThan(1_100);
  });

  it('the filter itself cannot be seen', async () => {
    const kinds = await told(`tell([...Array(40).keys()].map((fd) => attempt(() => fs.fstatSync(fd).isFile())));`);
    expect(kinds).not.toContain(true);
  });
});
