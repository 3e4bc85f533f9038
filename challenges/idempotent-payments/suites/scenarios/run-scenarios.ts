/** Plays scenarios with processors of the candidate's and lets the oracle judge what came of them. */

import fc from 'fast-check';
import { isBroken } from './expect-rule.ts';
import { SubjectFailure } from '../../../../grader/judge/failures.ts';
import { openTraced, type Traced } from '../../../../grader/judge/open-traced.ts';
import type { PaymentsOptions } from '../../../../grader/judge/open-payments.ts';
import { values, world } from '../../../../grader/judge/suite.ts';
import type { Breach } from '../../../../grader/judge/trace.ts';
import { paid } from './outcomes.ts';
import { answerOf, describeScenario, scenarios, storeError, type Scenario, type Theme } from './scenario.ts';

export interface ScenariosOptions extends Theme {
  /** The rule that the case belongs to; W1 stands for all of them. */
  readonly rule: string;
  readonly store?: PaymentsOptions['store'];
  /** How many scenarios the case plays. */
  readonly count?: number;
}

/** Scenarios that may be played to find a simpler one that fails as well. */
const MAX_SHRINKS = 40;

const CONFIG = { maxAttempts: 3, retryDelayMs: 100, maxRetryDelayMs: 150, attemptTimeoutMs: 1_000 };

/** Moves and instants of the clock. A scenario needs a few dozen; a processor that sleeps in many short slices more. */
const MAX_STEPS = 1_000;

/** Fails when a scenario breaks the rule; names the simplest one that was found. */
export async function runScenarios(options: ScenariosOptions): Promise<void> {
  await payOnce(options);
  let played = 0;
  const property = fc.asyncProperty(scenarios(options), async (scenario) => {
    played += 1;
    if (played > MAX_SHRINKS) return;
    const breach = await play(scenario, options);
    if (!isBroken(options.rule, breach)) return;
    throw new SubjectFailure(`${describeScenario(scenario)}: ${breach.message}`);
  });
  const seed = Math.floor(values().random() * 2 ** 31);
  const found = await fc.check(property, { seed, numRuns: options.count ?? 3 });
  if (!found.failed) return;
  const [simplest] = found.counterexample ?? [];
  if (simplest !== undefined) await tellOf(simplest, options);
  throw found.errorInstance;
}

/** Plays a scenario once more, so that the story of the case is about that alone. */
async function tellOf(scenario: Scenario, options: ScenariosOptions): Promise<void> {
  const since = world().log.length;
  const breach = await play(scenario, options).catch(() => undefined);
  if (isBroken(options.rule, breach)) world().focusOn({ since });
}

/** Something has to work at all. */
async function payOnce({ processors, store = 'judge' }: ScenariosOptions): Promise<void> {
  const traced = await openTraced({ processors, store });
  await paid(traced.pay(0, values().key(), values().payload()));
}

/** The first rule that the processors break in this scenario. */
async function play(
  scenario: Scenario,
  { processors, store = 'judge' }: ScenariosOptions,
): Promise<Breach | undefined> {
  const traced = await openTraced({ processors, store, config: CONFIG });
  traced.store.otherwise('insertPending', { kind: 'steps' }).otherwise('updateStatus', { kind: 'steps' });
  traced.provider.otherwise({ kind: 'hold' });
  const names = [values().key(), values().key()];
  const payloads = [{ order: 1 }, { order: 2 }];
  const calls = scenario.calls.map(({ processor, key, payload }) => () => {
    traced.pay(processor, names[key] ?? '', payloads[payload] ?? null);
  });
  const ranks = new Ranks(scenario);
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const next = ranks.next(movesOf(traced, scenario, calls), step);
    if (next !== undefined) next.make();
    else if (traced.breach(false) !== undefined || !(await traced.nextInstant())) break;
    await traced.idle();
  }
  return traced.breach();
}

interface Move {
  /** The same for the same move, as long as it is possible. */
  readonly name: string;
  make(): void;
}

/** What can come next: the next call, or something that is let go. */
function movesOf(traced: Traced, scenario: Scenario, calls: readonly (() => void)[]): Move[] {
  const made = traced.calls.length;
  const [call] = calls.slice(made, made + 1);
  const counted = { insertPending: 0, updateStatus: 0, get: 0, size: 0 };
  const store = traced.store.calls.flatMap((each, index): Move[] => {
    const position = counted[each.method]++;
    if (!each.isHeld) return [];
    const letters = each.method === 'insertPending' ? scenario.claims : scenario.settlings;
    const broken = each.outcome === undefined ? 'X' : 'Y';
    const error = letters[position] === broken ? storeError() : undefined;
    return [{ name: `store ${index} ${broken}`, make: () => each.release(error) }];
  });
  const provider = traced.provider.charges.flatMap((charge): Move[] => {
    const answer = answerOf(scenario.charges[charge.index] ?? 'A');
    if (charge.answeredAt !== undefined || charge.abortedAt !== undefined || answer === undefined) return [];
    return [{ name: `charge ${charge.index}`, make: () => charge.answer(answer) }];
  });
  return [...(call === undefined ? [] : [{ name: `call ${made}`, make: call }]), ...store, ...provider];
}

/** Which of the possible moves comes next. */
class Ranks {
  readonly #scenario: Scenario;
  readonly #ranks = new Map<string, number>();

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
  }

  next(moves: readonly Move[], step: number): Move | undefined {
    for (const { name } of moves) this.#ranks.set(name, this.#ranks.get(name) ?? this.#drawn());
    const [first, second] = moves.toSorted((one, other) => this.#rank(other) - this.#rank(one));
    if (first === undefined || second === undefined || !this.#scenario.changes.includes(step)) return first;
    this.#ranks.set(first.name, Math.min(...this.#ranks.values()) - 1);
    return second;
  }

  #rank({ name }: Move): number {
    return this.#ranks.get(name) ?? 0;
  }

  #drawn(): number {
    const { priorities } = this.#scenario;
    return priorities[this.#ranks.size % Math.max(1, priorities.length)] ?? 0;
  }
}
