import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { setOthersAside } from '../../grader/cli/keep-others.ts';
import { reportWith } from '../report/sample-report.ts';
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
