/** From vitest's results to evidence. */

import type { Reporter, TestCase, TestModule } from 'vitest/node';
import type { CaseResult, Measured, RulesEvidence } from '../../model/evidence.ts';
import { printable } from '../../printable.ts';

/** Longest message of a failed case. */
const MAX_MESSAGE = 500;

export class CaseCollector implements Reporter {
  readonly #cases: CaseResult[] = [];
  readonly #faults: string[] = [];

  onTestCaseResult(test: TestCase): void {
    const { rule } = test.meta();
    const result = test.result();
    if (rule === undefined) this.#faults.push(`${test.fullName}: a case without a rule`);
    else if (result.state === 'passed' || result.state === 'failed') this.#add(test, rule, result.errors ?? []);
    else this.#faults.push(`${test.fullName}: the case was not run`);
  }

  onTestModuleEnd(module: TestModule): void {
    for (const error of module.errors()) this.#faults.push(`${module.relativeModuleId}: ${error.message}`);
  }

  onTestRunEnd(_modules: readonly TestModule[], unhandled: readonly { readonly message: string }[]): void {
    for (const error of unhandled) this.#faults.push(`unhandled in a suite: ${error.message}`);
  }

  /** All cases in the order of their ids; not measured when the judge itself had a problem. */
  evidence(): Measured<RulesEvidence> {
    const [fault] = this.#faults;
    if (fault !== undefined) {
      return { status: 'not-measured', fault: 'kit', cause: printable(fault, MAX_MESSAGE) };
    }
    return { status: 'measured', cases: [...this.#cases].sort((one, other) => (one.id < other.id ? -1 : 1)) };
  }

  #add(test: TestCase, rule: string, errors: readonly { readonly name?: string; readonly message: string }[]): void {
    const [error] = errors;
    if (error?.name === 'JudgeFault') this.#faults.push(error.message);
    this.#cases.push({
      id: caseId(test),
      rule,
      status: error === undefined ? 'passed' : 'failed',
      message: error === undefined ? null : printable(firstLine(error.message), MAX_MESSAGE),
    });
  }
}

/** `<suite>/<describe> > <title>`, with the suite's file name without its ending. */
function caseId(test: TestCase): string {
  const file = test.module.relativeModuleId.split('/').at(-1) ?? '';
  return `${file.replace(/\.suite\.ts$/, '')}/${test.fullName}`;
}

function firstLine(message: string): string {
  return message.split('\n', 1).join('');
}
