import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { KIT_ROOT } from '../../grader/sandbox/kit-root.ts';
import { claimCommand, eventsOf, OPEN_STORE, RESET, subjectOf } from '../support/subject-of.ts';

/** JSON of the globals of the bare language (a console is none), each with what stands right below it: `["Map", ["groupBy", …]]`. */
const LANGUAGE = `JSON.stringify(Object.getOwnPropertyNames(globalThis).filter((name) => name !== 'console').map((name) => {
  const value = Object(globalThis[name]);
  return [name, value === globalThis ? [] : Object.getOwnPropertyNames(value)];
}))`;

it('what a solution does not find of the language stands in the README of the skeleton', async () => {
  const language: unknown = runInNewContext(LANGUAGE);
  const store = `export const createIdempotencyStore = () => ({
    async insertPending() {
      const missing = ${String(language)}.flatMap(([name, members]) => {
        if (!(name in globalThis)) return [name];
        return members.filter((member) => !(member in Object(globalThis[name]))).map((member) => name + '.' + member);
      });
      throw new Error(missing.join());
    },
  });`;
  const subject = await subjectOf({ 'src/idempotency-store.ts': store }, 'portable');
  const events = await eventsOf(subject, RESET, OPEN_STORE, claimCommand('c1', 'k'));
  const said = events.flatMap((event) => (event.on === 'failed' ? [event.error] : []));
  const missing = 'Atomics.wait,Atomics.waitAsync,Temporal,WebAssembly';
  expect(said).toEqual([{ e: { name: 'Error', message: missing, classes: ['Error'] } }]);
  const readme = await readFile(join(KIT_ROOT, 'skeleton', 'idempotent-payments', 'README.md'), 'utf8');
  for (const part of missing.split(',')) expect(readme).toContain(`\`${part}\``);
});
