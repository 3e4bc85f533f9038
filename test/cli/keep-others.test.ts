import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keepOthers, setOthersAside } from '../../grader/cli/keep-others.ts';
import { FILE_ENDINGS } from '../../grader/reporters/formats.ts';
import { renderReport } from '../../grader/reporters/reporters.ts';
import { contextWith, reportWith } from '../report/sample-report.ts';
import { temporaryFolder } from './run-grade.ts';

const OWN = 'sha256:00000000ffff';
const ofOthers = JSON.stringify(reportWith());

test.each([
  ['a report about other files', 'report', ofOthers, /^[0-9a-f]{8}$/u],
  ["a candidate's report about others", 'candidate', ofOthers, /^[0-9a-f]{8}$/u],
  ['a broken report', 'report', '{"schema": ', /^unknown$/u],
  ['a report of something else', 'report', '{}', /^unknown$/u],
])('%s is set aside with what belongs to it, and nothing else is', async (_what, name, text, earlier) => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, `${name}.json`), text);
  await writeFile(join(folder, 'candidate.html'), 'an old page');
  await writeFile(join(folder, 'notes.txt'), 'my own');
  await writeFile(join(folder, 'report'), 'my own, too');
  const aside = await setOthersAside(folder, OWN);
  const [hash = ''] = await readdir(join(folder, 'earlier'));
  expect(hash).toMatch(earlier);
  expect(aside).toBe(join(folder, 'earlier', hash));
  expect(await readFile(join(folder, 'earlier', hash, `${name}.json`), 'utf8')).toBe(text);
  expect((await readdir(join(folder, 'earlier', hash))).sort()).toEqual(['candidate.html', `${name}.json`].sort());
  expect((await readdir(folder)).sort()).toEqual(['earlier', 'notes.txt', 'report']);
});

test('reports about the same files stay, also beside those about others', async () => {
  const folder = await temporaryFolder();
  const own = reportWith();
  const { treeHash } = own.result.submission;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'report.json'), JSON.stringify(own));
  await writeFile(join(folder, 'report.html'), 'a page');
  expect(await setOthersAside(folder, treeHash)).toBeNull();
  await writeFile(join(folder, 'candidate.json'), ofOthers.replaceAll(treeHash, OWN));
  expect(await setOthersAside(folder, treeHash)).toBe(join(folder, 'earlier', '00000000'));
  expect((await readdir(folder)).sort()).toEqual(['earlier', 'report.html', 'report.json']);
});

test.each(['html', 'markdown', 'junit', 'sarif', 'ctrf', 'gradescope', 'csv'] as const)(
  'a page in %s about other files is set aside, too',
  async (format) => {
    const folder = await temporaryFolder();
    const own = reportWith();
    const page = `report${FILE_ENDINGS[format]}`;
    await writeFile(join(folder, page), renderReport(own, format, contextWith()));
    await writeFile(join(folder, 'report.exercism.json'), 'no hash');
    await writeFile(join(folder, 'candidate.html'), 'no page of the kit');
    expect(await setOthersAside(folder, own.result.submission.treeHash)).toBeNull();
    await expect(keepOthers(folder, own.result.submission.treeHash)).resolves.toBeUndefined();
    await expect(keepOthers(folder, OWN)).rejects.toThrow(`${page} is a report about other files`);
    expect(await setOthersAside(folder, OWN)).toBe(join(folder, 'earlier', 'aaaaaaaa'));
    expect((await readdir(join(folder, 'earlier/aaaaaaaa'))).sort()).toEqual(
      ['candidate.html', 'report.exercism.json', page].sort(),
    );
  },
);
