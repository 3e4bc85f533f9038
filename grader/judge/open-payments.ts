/** Processors of the candidate's on one store, with a scripted provider and every call under the judge's control. */

import type { StoreSource, ThrowSpec } from '../wire/messages.ts';
import { encodeValue, Opaque, type Kept } from '../wire/value.ts';
import type { Call } from './call.ts';
import type { JsonValue, ProcessorConfig } from './contract.ts';
import { idempotencyError } from './errors.ts';
import { SubjectFailure } from './failures.ts';
import { ModelStore } from './model-store.ts';
import { caseClock, openStore, type CaseClock } from './open-store.ts';
import { ScriptedProvider } from './scripted-provider.ts';
import { StorePort } from './store-port.ts';
import { values, world } from './suite.ts';
import type { Happening } from './trace.ts';
import type { Sleep } from './sleeps.ts';

/** The candidate's processor; overlapping calls are those made before the next `await`. */
export interface ProcessorUnderTest {
  processPayment(key: string, payload: JsonValue | Kept): Call<JsonValue>;
}

export interface PaymentsOptions {
  /** What differs from `ORDINARY_CONFIG`; any values, so that wrong ones can be tried. */
  readonly config?: Readonly<Partial<Record<keyof ProcessorConfig, unknown>>>;
  /** Milliseconds that a record lives; one hour unless told otherwise. */
  readonly ttlMs?: number;
  /** Whether to wait for the factories instead of opening everything together with the first call. */
  readonly atOnce?: boolean;
  /** How many processors share the store. */
  readonly processors?: number;
  /** Whether all processors are given the very same objects; what they do is then taken for the first one's doing. */
  readonly sameObjects?: boolean;
  /** Whose store: the judge's correct one, or the candidate's. */
  readonly store?: 'judge' | 'own';
  /** Charges reject as soon as their signal aborts, as `fetch` does. */
  readonly abortable?: boolean;
  /** Told of everything that happens, in order, but for the ends of calls. */
  readonly trace?: (happening: Happening) => void;
}

export interface Payments {
  readonly processor: ProcessorUnderTest;
  /** All processors, `processor` first. */
  readonly processors: readonly ProcessorUnderTest[];
  readonly provider: ScriptedProvider;
  readonly store: StorePort;
  readonly clock: CaseClock;
  /** Lets everything happen that can happen without time going on. */
  idle(): Promise<void>;
  /** Every sleep of the solution so far. */
  sleeps(): readonly Sleep[];
  /** What `onUnrecorded` was called with. */
  unrecorded(): readonly unknown[];
  /** Rejections that nobody handled. */
  unhandled(): readonly unknown[];
}

/** The configuration of a case that is about something else. */
export const ORDINARY_CONFIG: ProcessorConfig = {
  maxAttempts: 3,
  retryDelayMs: 100,
  maxRetryDelayMs: 10_000,
  attemptTimeoutMs: 5_000,
};

const HOUR_MS = 3_600_000;

/** Opens one or more processors of the candidate's; rejects with what a factory throws, where that is waited for. */
export async function openPayments(options: PaymentsOptions = {}): Promise<Payments> {
  const here = world();
  const provider = addProvider(options);
  const { port, source } = await addStore(options);
  const processors: ProcessorUnderTest[] = [];
  const config = encodeValue({ ...ORDINARY_CONFIG, ...options.config });
  let first: string | undefined;
  for (let index = 0; index < (options.processors ?? 1); index += 1) {
    const handle = here.handle('processor');
    const beside = options.sameObjects === true && first !== undefined ? { beside: first } : {};
    here.enqueue({ do: 'open-processor', handle, store: source, provider: provider.name, config, ...beside });
    first ??= handle;
    port.addProcessor(handle);
    processors.push(processorUnderTest(handle));
  }
  if (options.atOnce === true) await here.opened();
  const [processor] = processors;
  if (processor === undefined) throw new RangeError('at least one processor');
  return {
    processor,
    processors,
    provider: provider.scripted,
    store: port,
    clock: caseClock(),
    idle: () => here.idle(),
    sleeps: () => here.sleeps,
    unrecorded: () => here.unrecorded,
    unhandled: () => here.unhandled,
  };
}

function addProvider({ abortable = false, trace }: PaymentsOptions): {
  readonly name: string;
  readonly scripted: ScriptedProvider;
} {
  const here = world();
  const name = here.handle(abortable ? 'abortable' : 'provider');
  const { response } = values();
  const scripted = new ScriptedProvider({
    now: () => here.clock.now(),
    after: (ms, fire) => here.clock.after(ms, fire),
    release: (gate, how) => here.enqueue({ do: 'release', gate, how }),
    armThrow: (error: ThrowSpec) => here.enqueue({ do: 'arm-throw', provider: name, error }),
    freshResponse: response,
    ...(trace === undefined ? {} : { trace }),
  });
  here.addProvider(name, scripted);
  return { name, scripted };
}

interface AddedStore {
  readonly port: StorePort;
  readonly source: StoreSource;
}

async function addStore({ ttlMs = HOUR_MS, store, trace }: PaymentsOptions): Promise<AddedStore> {
  const here = world();
  const own = store === 'own' ? (await openStore({ ttlMs })).store.handle : undefined;
  const name = own ?? here.handle('store');
  const port = new StorePort(
    {
      now: () => here.clock.now(),
      release: (gate, how) => here.enqueue({ do: 'release', gate, how }),
      idempotencyError,
      ...(trace === undefined ? {} : { trace }),
    },
    own === undefined ? new ModelStore(ttlMs, () => here.clock.now()) : undefined,
  );
  here.addStore(name, port);
  return { port, source: own === undefined ? { judge: name } : { own } };
}

function processorUnderTest(handle: string): ProcessorUnderTest {
  const here = world();
  return {
    processPayment: (key, payload) =>
      here.call({ target: handle, method: 'processPayment', args: [key, payload], shape: 'json', read: readJson }),
  };
}

/** The response as plain data. */
function readJson(value: unknown): JsonValue {
  if (isJson(value)) return value;
  throw new SubjectFailure(`the response is no JSON value but ${describe(value)}`);
}

function isJson(value: unknown): value is JsonValue {
  if (Array.isArray(value)) return value.every(isJson);
  if (value instanceof Opaque || value === undefined) return false;
  return typeof value !== 'object' || value === null || Object.values(value).every(isJson);
}

function describe(value: unknown): string {
  return value instanceof Opaque ? value.description : String(value);
}
