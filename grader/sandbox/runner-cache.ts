/** The compiled stand-in for `vitest`: compiling it anew in every subject would cost more than most suites do. */

import { Buffer } from 'node:buffer';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeValue } from '../wire/value.ts';
import { packScripts } from './pack-scripts.ts';
import { spawnSubject } from './spawn-subject.ts';
import type { SubjectOptions } from './subject-command.ts';

const BUDGET = { cpuMs: 20_000, wallMs: 60_000 };

const caches = new Map<number, Promise<Uint8Array>>();

/** Made once a process, by a subject without any test in it, because only the same engine with the same flags can use it. */
export function runnerCache(subject: Omit<SubjectOptions, 'bundlePath'>, workFolder: string): Promise<Uint8Array> {
  const known = caches.get(subject.heapMiB);
  if (known !== undefined) return known;
  const made = makeCache(subject, workFolder);
  caches.set(subject.heapMiB, made);
  made.catch(() => caches.delete(subject.heapMiB));
  return made;
}

async function makeCache(subject: Omit<SubjectOptions, 'bundlePath'>, workFolder: string): Promise<Uint8Array> {
  const bundlePath = join(workFolder, 'no-tests.bin');
  await writeFile(bundlePath, await packScripts('', new Uint8Array()));
  const process = spawnSubject({ ...subject, bundlePath });
  try {
    const problem = await process.greeted(BUDGET);
    if (problem !== undefined) throw new Error(`the host of own tests does not start: ${problem}`);
    const answer = await process.request([{ do: 'compile-runner' }], BUDGET);
    if (answer.status !== 'replied') throw new Error(`the stand-in for vitest does not compile: ${answer.reason}`);
    const pieces = answer.reply.events.map((event) => (event.on === 'value' ? decodeValue(event.value) : ''));
    return Buffer.from(pieces.join(''), 'base64');
  } finally {
    process.kill();
  }
}
