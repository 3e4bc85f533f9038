/**
 * The program that runs own tests in the sandbox. The file named by its only argument holds three scripts: the stand-in for
 * `vitest`, the facade, and the candidate's tests. Which implementation they are run on is said by the judge.
 */

import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import type { Command, Hello, Request, SubjectEvent } from '../wire/messages.ts';
import { receive, send, sendText } from './channel.ts';
import { blindRealm, removeSources } from './own-tests/blind-realm.ts';
import { FlowingTime } from './own-tests/flowing-time.ts';
import { handOut, loadImplementation, type HandOut } from './own-tests/implementation.ts';
import { openScripts, type TestScripts } from './own-tests/open-scripts.ts';
import { installDigestsOnly, seedOwnCrypto } from './own-tests/plain-crypto.ts';
import { plainJson } from './own-tests/plain-json.ts';
import { runTests, type TestsHost } from './own-tests/run-tests.ts';
import { makeBridge } from './own-tests/tests-realm-bridge.ts';
import { confineRealmFor } from './ports.ts';
import { makeChance } from './randomness.ts';

const { exit } = process;
const on = process.on.bind(process);
const watch = setInterval.bind(globalThis, endWhenStill, 1_000);
const parse: (text: string) => Request = JSON.parse;

const scripts = openScripts(readFileSync(process.argv[2] ?? ''));
const background = confineRealmFor(scripts.tests);
const time = new FlowingTime(background);
blindRealm();
time.install();
const bridge = makeBridge(time);

/** Characters of one string on the wire. */
const PIECE = 100_000;

let requestId = 0;
/** What goes into the next reply, as text: nothing that a test may have replaced has a say in it. */
let events = '';

function emit(event: SubjectEvent): void {
  events += `${events === '' ? '' : ','}${plainJson(event)}`;
}

/** `open` is 1 while the run goes on. */
function answer(open: 0 | 1): void {
  const reply = `{"id":${requestId},"events":[${events}],"open":${open}}`;
  events = '';
  sendText(reply);
}

/** The next request, waiting for it without letting anything else move. */
function next(): Request | undefined {
  const text = receive();
  const request = text === undefined ? undefined : parse(text);
  requestId = request?.id ?? 0;
  return request;
}

function pause(): void {
  answer(1);
  if (next() === undefined) exit(0);
}

function compileTests(code: string): (exports: object, vitest: unknown, implementation: HandOut | undefined) => void {
  return new Script(`(function (exports, $vitest, $implementation) {'use strict';${code}\n})`, {
    filename: 'tests.js',
  }).runInThisContext();
}

async function carryOut(command: Command, { facade, tests, startRunner, compiledRunner }: TestScripts): Promise<void> {
  if (command.do === 'compile-runner') {
    const text = compiledRunner().toString('base64');
    for (let at = 0; at < text.length; at += PIECE) emit({ on: 'value', value: text.slice(at, at + PIECE) });
  }
  if (command.do !== 'run-tests') return;
  const { implementation, seed } = command;
  const open = implementation === null ? undefined : loadImplementation(implementation, facade, bridge);
  const chance = makeChance();
  chance.seed(seed);
  if (open === undefined) seedOwnCrypto(chance, background);
  else installDigestsOnly(chance, time);
  const vitest = startRunner();
  removeSources({ isOwnSolution: open === undefined });
  const evaluate = compileTests(tests);
  const host: TestsHost = {
    bundle: (exports) => evaluate(exports, vitest.api, open && handOut(open)),
    runTestFile: vitest.runTestFile,
    time,
    emit,
    pause,
  };
  await runTests(command, host);
}

async function serve(): Promise<void> {
  watch();
  on('unhandledRejection', unhandled);
  on('uncaughtException', unhandled);
  const hello: Hello = { id: 0, ready: true, error: null };
  send(hello);
  for (let request = next(); request !== undefined; request = next()) {
    for (const command of request.commands) await carryOut(command, scripts);
    answer(0);
  }
}

/**
 * Tests run in turns of the event loop, one after the other until they are through. Where none has come since the last look, a test has
 * broken what leads to the next: the process would sleep for ever, and look as if the machine did not let it run.
 */
let seenTurns = -1;

function endWhenStill(): void {
  if (time.turns === seenTurns) exit(1);
  seenTurns = time.turns;
}

function unhandled(error: unknown): void {
  const message = error instanceof Error ? error.message.slice(0, 600) : 'a value that is no error';
  emit({ on: 'unhandled', error: { e: { name: 'Error', message, classes: [] } } });
}

void serve().finally(() => exit(0));
