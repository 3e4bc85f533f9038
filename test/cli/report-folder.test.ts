import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { UsageError } from '../../grader/errors.ts';
import { chooseReportFolder, openReportFolder } from '../../grader/cli/report-folder.ts';
import { temporaryFolder } from './run-grade.ts';

let desk = '';

beforeEach(async () => {
  desk = await realpath(await temporaryFolder());
  await mkdir(join(desk, 'alice/src'), { recursive: true });
  await mkdir(join(desk, 'elsewhere'));
});

function from(folder: string, out?: string): Promise<string> {
  const before = process.cwd();
  onTestFinished(() => process.chdir(before));
  process.chdir(join(desk, folder));
  return chooseReportFolder(out, { id: 'alice', root: join(desk, 'alice') });
}

describe('reports go', () => {
  test('to grade-report in the working directory', async () => {
    expect(await from('.')).toBe(join(desk, 'grade-report/alice'));
    expect(await from('elsewhere')).toBe(join(desk, 'elsewhere/grade-report/alice'));
  });

  test('beside the submission when the working directory lies in it', async () => {
    expect(await from('alice')).toBe(join(desk, 'grade-report/alice'));
    expect(await from('alice/src')).toBe(join(desk, 'grade-report/alice'));
  });

  test('where --out says, relative to the working directory', async () => {
    expect(await from('elsewhere', 'a/b')).toBe(join(desk, 'elsewhere/a/b'));
    expect(await from('alice', '../alice-report')).toBe(join(desk, 'alice-report'));
    expect(await from('.', '..alice')).toBe(join(desk, '..alice'));
  });

  test('never into the submission, also not through a link', async () => {
    await symlink(join(desk, 'alice/src'), join(desk, 'elsewhere/link'));
    for (const out of ['../alice', '../alice/report', 'link', 'link/a/b']) {
      await expect(from('elsewhere', out)).rejects.toBeInstanceOf(UsageError);
    }
  });
});

describe('a report folder', () => {
  test('writes files whole, over older ones, and leaves nothing else', async () => {
    const folder = await openReportFolder(join(desk, 'a/b'));
    await writeFile(join(desk, 'a/b/report.json'), 'older and longer');
    expect(await folder.write('report.json', '{}\n')).toBe(join(desk, 'a/b/report.json'));
    expect(await readFile(join(desk, 'a/b/report.json'), 'utf8')).toBe('{}\n');
    expect(await readdir(join(desk, 'a/b'))).toEqual(['report.json']);
  });

  test('that was made in vain is removed, with the folders made on the way', async () => {
    await (await openReportFolder(join(desk, 'a/b/c'))).discard();
    expect(existsSync(join(desk, 'a'))).toBe(false);
    expect(existsSync(desk)).toBe(true);
  });

  test('that was there before or has files is kept', async () => {
    await (await openReportFolder(join(desk, 'elsewhere'))).discard();
    expect(existsSync(join(desk, 'elsewhere'))).toBe(true);
    const folder = await openReportFolder(join(desk, 'a/b'));
    await folder.write('report.json', '{}');
    await folder.discard();
    expect(existsSync(join(desk, 'a/b/report.json'))).toBe(true);
  });

  test('that cannot be made or written is a usage error with the way out', async () => {
    await writeFile(join(desk, 'file'), '');
    await expect(openReportFolder(join(desk, 'file'))).rejects.toThrow(/it is no folder\. .* --out/u);
    await expect(openReportFolder('/proc/nowhere')).rejects.toThrow(/^Cannot write to .* --out\.$/u);
  });

  test('keeps an older file when the new one cannot be put in its place', async () => {
    const folder = await openReportFolder(join(desk, 'a'));
    await mkdir(join(desk, 'a/report.json'));
    await expect(folder.write('report.json', '{}')).rejects.toBeInstanceOf(UsageError);
    expect(await readdir(join(desk, 'a'))).toEqual(['report.json']);
  });
});
