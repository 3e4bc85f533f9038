/** The compiled stand-in for `vitest`: compiling it anew in every subject would cost more than most suites do. */

import { Buffer } from 'node:buffer';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from '../wire/messages.ts';
import { decodeValue } from '../wire/value.ts';
import { packScripts } from './pack-scripts.ts';
import { spawnSubject } from './spawn-subject.ts';
import type { SubjectOptions } from './subject-command.ts';

const BUDGET = { cpuMs: 20_000, wallMs: 60_000 };

const FILE = 'typical.test.ts';
/** What suites are made of, in the form of a bundle: functions that were called once are in the cache. */
const TYPICAL = `
const { describe, it, test, beforeEach, afterEach, expect, vi } = $vitest;
const later = async (value) => value;
const fail = async (message) => { throw new TypeError(message); };
exports['${FILE}'] = () => {
  describe('a suite', () => {
    let record;
    beforeEach(() => { record = { status: 'pending', at: [1, 2] }; });
    afterEach(() => { vi.useRealTimers(); });
    it('compares', async () => {
      expect(record).toEqual({ status: 'pending', at: [1, 2] });
      expect(record).toMatchObject({ status: 'pending' });
      expect(await later(1)).toBe(1);
      expect([1, 2]).toHaveLength(2);
      expect(record.at).toContain(2);
      expect(record.none).toBeUndefined();
      expect(new Set([1])).not.toStrictEqual(new Set([2]));
      expect(2).toBeGreaterThanOrEqual(1);
      expect('text').toMatch(/x/);
      expect({ code: 'none' }).toEqual(expect.objectContaining({ code: expect.any(String) }));
    });
    it('waits', async () => {
      await expect(later(1)).resolves.toBe(1);
      await expect(fail('no')).rejects.toThrow('no');
      await expect(fail('no')).rejects.toMatchObject({ message: 'no' });
      await expect(fail('no')).rejects.toBeInstanceOf(TypeError);
      expect(() => { throw new Error('now'); }).toThrow();
      await Promise.allSettled([later(1), fail('no')]);
    });
    it('spies', async () => {
      vi.useFakeTimers();
      const charge = vi.fn(later).mockResolvedValueOnce(2);
      const waited = new Promise((resolve) => setTimeout(resolve, 10));
      await vi.advanceTimersByTimeAsync(10);
      await waited;
      expect(await charge(1)).toBe(2);
      expect(charge).toHaveBeenCalledTimes(1);
      expect(charge).toHaveBeenCalledWith(1);
    });
    test.each([1, 2])('each %i', (count) => { expect(count).toBe(1); });
    it('differs', () => { expect(record).toEqual({ status: 'completed', at: [] }); });
    it('differs later', async () => { await expect(later({ a: 1 })).resolves.toMatchObject({ a: 2 }); });
  });
};`;
const RUN_TYPICAL: Command = {
  do: 'run-tests',
  files: [FILE],
  atMost: 60,
  skip: [],
  ignore: { names: [], texts: [] },
  implementation: null,
  seed: 1,
  step: false,
};

const caches = new Map<number, Promise<Uint8Array>>();

/** Made once a process, by a subject with tests of ours, because only the same engine with the same flags can use it. */
export function runnerCache(subject: Omit<SubjectOptions, 'bundlePath'>, workFolder: string): Promise<Uint8Array> {
  const known = caches.get(subject.heapMiB);
  if (known !== undefined) return known;
  const made = makeCache(subject, workFolder);
  caches.set(subject.heapMiB, made);
  made.catch(() => caches.delete(subject.heapMiB));
  return made;
}

async function makeCache(subject: Omit<SubjectOptions, 'bundlePath'>, workFolder: string): Promise<Uint8Array> {
  const bundlePath = join(workFolder, 'typical.bin');
  await writeFile(bundlePath, await packScripts(TYPICAL, new Uint8Array()));
  const process = spawnSubject({ ...subject, bundlePath });
  try {
    const problem = await process.greeted(BUDGET);
    if (problem !== undefined) throw new Error(`the host of own tests does not start: ${problem}`);
    const answer = await process.request([RUN_TYPICAL, { do: 'compile-runner' }], BUDGET);
    if (answer.status !== 'replied') throw new Error(`the stand-in for vitest does not compile: ${answer.reason}`);
    const pieces = answer.reply.events.map((event) => (event.on === 'value' ? decodeValue(event.value) : ''));
    return Buffer.from(pieces.join(''), 'base64');
  } finally {
    process.kill();
  }
}
