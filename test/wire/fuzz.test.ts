import { spawn } from 'node:child_process';
import { Duplex } from 'node:stream';
import { expect, it, onTestFinished } from 'vitest';
import { Subject } from '../../grader/sandbox/spawn-subject.ts';
import { encodeFrame, FrameDecoder, MAX_FRAME_BYTES, WireViolation } from '../../grader/wire/frame.ts';
import { parseReply } from '../../grader/wire/parse-reply.ts';

const FRAMES = 100_000;

/** Replies of every kind, as the host sends them. */
const REPLIES: readonly unknown[] = [
  { id: 1, events: [{ on: 'opened', handle: 'store' }], open: 0 },
  {
    id: 2,
    events: [
      {
        on: 'settled',
        call: 'c1',
        value: {
          o: [
            ['outcome', 'inserted'],
            ['token', { n: 'NaN' }],
          ],
        },
      },
    ],
    open: 1,
  },
  {
    id: 3,
    events: [{ on: 'failed', call: 'c2', error: { e: { name: 'E', message: 'm', classes: ['Error'] } }, sync: false }],
    open: 0,
  },
  {
    id: 4,
    events: [
      { on: 'gate', gate: 7, kind: 'provider.charge', source: 'p', args: ['id', 1, { a: [null, { u: true }] }] },
    ],
    open: 2,
  },
  {
    id: 5,
    events: [
      { on: 'value', value: { a: [300, 0] } },
      { on: 'test', name: 't', status: 'passed', message: null },
    ],
    open: 0,
  },
];

/** Mulberry32 by Tommy Ettinger, public domain. */
function chanceFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Mutation = (frame: Buffer, chance: (below: number) => number) => Buffer;

const MUTATIONS: readonly Mutation[] = [
  (frame, chance) => Buffer.from(frame.with(chance(frame.length), chance(256))),
  (frame, chance) => frame.subarray(0, chance(frame.length)),
  (frame, chance) => Buffer.concat([frame, frame.subarray(chance(frame.length))]),
  (frame, chance) => {
    const at = 4 + chance(frame.length - 4);
    return sized(Buffer.concat([frame.subarray(4, at), Buffer.from('[{"x":'.repeat(chance(200))), frame.subarray(at)]));
  },
  (frame, chance) => {
    const from = 4 + chance(frame.length - 4);
    return sized(Buffer.concat([frame.subarray(4, from), frame.subarray(from + 1 + chance(8))]));
  },
  (frame, chance) =>
    sized(Buffer.from(frame.toString('utf8', 4).replace(/"\w+"/, () => `"${'\u0000é\uD800'.repeat(chance(20))}"`))),
  (frame, chance) =>
    sized(
      Buffer.from(
        frame.toString('utf8', 4).replace(/\d+/, () => ['-1', '1e999', '0.5', '9007199254740993'][chance(4)] ?? '0'),
      ),
    ),
];

function sized(body: Buffer): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(body.length);
  return Buffer.concat([header, body]);
}

it('a hundred thousand mutated frames are replies or violations, and nothing else', () => {
  const chance = chanceFrom(20_260_101);
  const frames = REPLIES.map((reply) => Buffer.from(encodeFrame(reply)));
  const seen = { replies: 0, violations: 0, incomplete: 0 };
  for (let round = 0; round < FRAMES; round += 1) {
    const frame = frames[chance(frames.length)] ?? Buffer.alloc(4);
    const mutated = (MUTATIONS[chance(MUTATIONS.length)] ?? ((it: Buffer) => it))(frame, chance);
    try {
      const texts = new FrameDecoder().push(mutated);
      for (const text of texts) parseReply(text);
      if (texts.length === 0) seen.incomplete += 1;
      else seen.replies += 1;
    } catch (error) {
      if (!(error instanceof WireViolation)) throw error;
      seen.violations += 1;
    }
  }
  expect(seen.violations).toBeGreaterThan(FRAMES / 4);
  expect(seen.replies).toBeGreaterThan(0);
  expect(seen.incomplete).toBeGreaterThan(0);
});

it('an announced giant is refused before any of it is kept', () => {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(MAX_FRAME_BYTES + 1);
  expect(() => new FrameDecoder().push(header)).toThrow(WireViolation);
});

it.each([
  ['junk', `write(Buffer.from('junk that is no frame at all'))`],
  ['an answer to another request', `write(frame('{"id":99,"events":[],"open":0}'))`],
  [
    'two answers',
    `write(frame('{"id":1,"events":[],"open":0}')); write(frame('{"id":1,"events":[],"open":0}')); write(frame('{}'))`,
  ],
  ['ten thousand levels', `write(frame('['.repeat(10000)))`],
  ['an oversized frame', `write(Buffer.from([255, 255, 255, 255]))`],
  ['an endless stream', `for (;;) write(frame('{"id":1}'))`],
])('a process that says %s is ended, and its judge goes on', async (_what, code) => {
  const script = `const fs = require('node:fs');
    const write = (bytes) => { for (let sent = 0; sent < bytes.length;) { try { sent += fs.writeSync(3, bytes, sent); } catch (e) { if (e.code !== 'EAGAIN') process.exit(); } } };
    const frame = (text) => { const body = Buffer.from(text); const head = Buffer.alloc(4); head.writeUInt32BE(body.length); return Buffer.concat([head, body]); };
    write(frame('{"id":0,"ready":true,"error":null}'));
    fs.readSync(3, Buffer.alloc(4)); ${code}; setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const pipe = child.stdio[3];
  if (!(pipe instanceof Duplex)) throw new Error('no pipe');
  const subject = new Subject(child, pipe);
  expect(await subject.greeted({ cpuMs: 20_000, wallMs: 60_000 })).toBeUndefined();
  const first = await subject.request([], { cpuMs: 20_000, wallMs: 60_000 });
  const later = first.status === 'replied' ? await subject.request([], { cpuMs: 20_000, wallMs: 60_000 }) : first;
  expect(later.status).toMatch(/violation|crashed/);
});
