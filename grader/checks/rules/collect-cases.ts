/** From vitest's results to evidence. */

import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { caseId } from '../../judge/case-id.ts';
import type { CaseResult, Measured, RulesEvidence } from '../../model/evidence.ts';
import type { Story } from '../../model/story.ts';
import { printable } from '../../printable.ts';

/** Longest message of a failed case. */
const MAX_MESSAGE = 500;

export class CaseCollector implements Reporter {
  readonly #cases: CaseResult[] = [];
  readonly #faults: string[] = [];

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { readonly message: string }[]): void {
    for (const module of [...modules].sort(byName)) {
      for (const error of module.errors()) this.#faults.push(`${module.relativeModuleId}: ${error.message}`);
      for (const test of module.children.allTests()) this.#add(test);
    }
    // Beside failed cases it is the same failure, seen twice. Alone it may hide one, so nothing can be said.
    const explained = this.#cases.some(({ status }) => status === 'failed');
    for (const { message } of explained ? [] : unhandled) this.#faults.push(`unhandled in a suite: ${message}`);
  }

  /** All cases by their position; not measured when the judge itself had a problem. */
  evidence(): Measured<RulesEvidence> {
    const [fault] = this.#faults;
    if (fault === undefined) return { status: 'measured', cases: this.#cases };
    return { status: 'not-measured', fault: 'kit', cause: printable(fault, MAX_MESSAGE) };
  }

  #add(test: TestCase): void {
    const { rule, story, leftOut } = test.meta();
    if (leftOut === true) return;
    const result = test.result();
    if (rule === undefined) this.#faults.push(`${test.fullName}: a case without a rule`);
    else if (result.state === 'passed' || result.state === 'failed')
      this.#addCase(test, rule, story ?? null, result.errors?.[0]);
    else this.#faults.push(`${test.fullName}: the case was not run`);
  }

  #addCase(
    test: TestCase,
    rule: string,
    story: Story | null,
    error: { readonly name?: string; readonly message?: string } | undefined,
  ): void {
    if (error?.name === 'JudgeFault') this.#faults.push(error.message ?? 'the judge failed');
    this.#cases.push({
      id: caseId(test.module.relativeModuleId, test.fullName),
      rule,
      position: this.#cases.length,
      status: error === undefined ? 'passed' : 'failed',
      message: error === undefined ? null : printable(describeError(error.message), MAX_MESSAGE),
      story,
    });
  }
}

function byName(one: TestModule, other: TestModule): number {
  return one.relativeModuleId < other.relativeModuleId ? -1 : 1;
}

/** The first line says what happened; the rest is vitest's drawing of it. What is thrown and no error has no message. */
export function describeError(message: string | undefined): string {
  if (message === undefined) return 'something that is no error was thrown';
  const line = message
    .split('\n', 1)
    .join('')
    .replace(/ \/\/ Object\.is equality$/, '')
    .replace(/^expected "(.*)" not to be reached$/, '$1')
    // An object that the judge knows by its handle.
    .replaceAll(/Kept\{ handle: '([\w:]+)' \}/g, (_all, handle: string) =>
      handle.replace(/^thrown:(?:before:)?/, 'thrown object '),
    );
  // So vitest tells a zero from -0, which has its sign.
  return / -0(?=[ ,]|$)/.test(line) ? line : line.replaceAll(/ \+0(?=[ ,]|$)/g, ' 0');
}
