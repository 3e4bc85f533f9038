import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A standard library: file name (`lib.es5.d.ts`) -> text. */
export type Library = ReadonlyMap<string, string>;

/** Reads the TypeScript library files that `lib.<name>.d.ts` in `folder` consists of. */
export function loadLibrary(folder: string, name: string): Library {
  const files = new Map<string, string>();
  const load = (lib: string): void => {
    const file = `lib.${lib}.d.ts`;
    if (files.has(file)) return;
    // The documentation is two thirds of the text, and nobody reads it here.
    const text = readFileSync(join(folder, file), 'utf8').replace(/\/\*\*[^]*?\*\//g, '');
    files.set(file, text);
    for (const [, reference] of text.matchAll(/<reference lib="([^"]+)"/g))
      if (reference !== undefined) load(reference);
  };
  load(name);
  return files;
}

/**
 * The library with `unknown` where it gives out `any`. A program that relies on such an `any` without looking at the
 * value compiles with the one library and not with the other; that is what "flows in unchecked" means here. What the
 * library takes in accepts everything as before: passing a value to a parameter is never unchecked.
 */
export function strictLibrary(library: Library): Library {
  const strict = new Map(library.entries().map(([file, text]) => [file, text.replaceAll('\r\n', '\n')]));
  for (const [name, edits] of Object.entries(EDITS)) {
    strict.set(`lib.${name}.d.ts`, applyEdits(strict.get(`lib.${name}.d.ts`) ?? '', name, edits));
  }
  return new Map(strict.entries().map(([file, text]) => [file, strictEverywhere(text)]));
}

/** What is the same in all files of declarations. A parameter's type can be taken out: `Parameters<typeof f>[0]`. */
function strictEverywhere(text: string): string {
  return text
    .replace(/(?<!\.)\b(?!this\b)(\w+\??): any(?=[,)])/g, '$1: unknown')
    .replace(/(\.\.\.(?:argArray|sources|substitutions)): any\[\]/g, '$1: unknown[]')
    .replace(/\b(ArrayLike|Iterable|ThisType)<any>/g, '$1<unknown>')
    .replace(/ = any(?=[,>])/g, ' = unknown')
    .replace(/readonly prototype: [^;\n]*/g, (prototype) => prototype.replace(/\bany\b/g, 'unknown'));
}

/** The kit's own global declarations in the same way. */
export function strictGlobals(text: string): string {
  return strictEverywhere(text)
    .replace(/\b(reason): any;/g, '$1: unknown;')
    .replace(/\(\): any;/g, '(): unknown;');
}

type Edit = readonly [from: string, to: string];

/**
 * Methods are declared with bivariant parameters, so that a callback may still say what it expects where the value comes
 * from the program itself (`JSON.stringify(payload, (key, value: JsonValue) => …)`); one that says nothing gets `unknown`.
 */
const REPLACER = [
  'replacer?: (this: any, key: string, value: any) => any',
  'replacer?: { call(this: any, key: string, value: unknown): any }["call"]',
] as const;
/** The text may come from anywhere: whatever the callback expects is unchecked. */
const REVIVER = [
  'reviver?: (this: any, key: string, value: any) => any): any',
  'reviver?: (this: any, key: string, value: unknown) => any): unknown',
] as const;
const SUBSTITUTE = [
  'replacer: (substring: string, ...args: any[]) => string',
  'replacer: { call(substring: string, ...args: unknown[]): string }["call"]',
] as const;

const EDITS: Readonly<Record<string, readonly Edit[]>> = {
  es5: [
    ['value?: any;\n', 'value?: unknown;\n'],
    ['(): any;', '(): unknown;'],
    ['(value: any): any;', '(value: unknown): unknown;'],
    ['argArray?: any): any;', 'argArray?: any): unknown;'],
    ['...argArray: any[]): any;', '...argArray: any[]): unknown;'],
    ['arguments: any;', 'arguments: unknown;'],
    // The compiler looks at the one of `Function` for `instanceof`.
    [
      'interface CallableFunction extends Function {',
      'interface CallableFunction extends Function { prototype: unknown;',
    ],
    ['getPrototypeOf(o: any): any;', 'getPrototypeOf(o: any): unknown;'],
    // An object without prototype and members can be read as a dictionary of anything.
    ['create(o: object | null): any;', 'create(o: null): Record<string, never>; create(o: object | null): unknown;'],
    [
      'properties: PropertyDescriptorMap & ThisType<any>): any;',
      'properties: PropertyDescriptorMap & ThisType<any>): unknown;',
    ],
    ['[index: number]: any;', '[index: number]: unknown;'],
    REVIVER,
    REPLACER,
    SUBSTITUTE,
    ['new (arrayLength?: number): any[];', ''],
    ['(arrayLength?: number): any[];', ''],
    // Where the elements' type is known it stays known.
    ['isArray(arg: any): arg is any[];', 'isArray<T, U>(arg: T | readonly U[]): arg is U[];'],
    ['onrejected?: ((reason: any) =>', 'onrejected?: ((reason: unknown) =>'],
  ],
  'es2015.collection': [['new (): Map<any, any>;', '']],
  'es2015.core': [
    // `new Array(3).fill(0)` says by its filling what it is an array of.
    [
      'fill(value: T, start',
      'fill<U extends T>(value: U, start?: number, end?: number): unknown extends T ? U[] : this;\n    fill(value: T, start',
    ],
    ['assign(target: object, ...sources: any[]): any;', 'assign(target: object, ...sources: any[]): unknown;'],
    ['setPrototypeOf(o: any, proto: object | null): any;', 'setPrototypeOf(o: any, proto: object | null): unknown;'],
  ],
  'es2015.iterable': [
    ['new (): Map<any, any>;', ''],
    ['ArrayIterator<any>', 'ArrayIterator<unknown>'],
  ],
  'es2015.proxy': [
    ['argArray: any[]): any;', 'argArray: any[]): unknown;'],
    ['receiver: any): any;', 'receiver: any): unknown;'],
  ],
  'es2015.reflect': [
    ['argumentsList: ArrayLike<any>): any;', 'argumentsList: ArrayLike<any>): unknown;'],
    ['newTarget?: Function): any;', 'newTarget?: Function): unknown;'],
    [
      'receiver?: unknown,\n    ): P extends keyof T ? T[P] : any;',
      'receiver?: unknown,\n    ): P extends keyof T ? T[P] : unknown;',
    ],
    [
      'TypedPropertyDescriptor<P extends keyof T ? T[P] : any>',
      'TypedPropertyDescriptor<P extends keyof T ? T[P] : unknown>',
    ],
  ],
  'es2017.object': [
    ['values(o: {}): any[];', 'values(o: {}): unknown[];'],
    ['entries(o: {}): [string, any][];', 'entries(o: {}): [string, unknown][];'],
  ],
  'es2019.object': [
    [
      'fromEntries(entries: Iterable<readonly any[]>): any;',
      'fromEntries(entries: Iterable<readonly any[]>): unknown;',
    ],
  ],
  'es2020.promise': [['reason: any;', 'reason: unknown;']],
  'es2021.promise': [['errors: any[];', 'errors: unknown[];']],
  'es2021.string': [SUBSTITUTE],
};

function applyEdits(text: string, name: string, edits: readonly Edit[]): string {
  return edits.reduce((edited, [from, to]) => {
    if (!edited.includes(from)) throw new Error(`lib.${name}.d.ts has no ${JSON.stringify(from)}`);
    return edited.replaceAll(from, to);
  }, text);
}
