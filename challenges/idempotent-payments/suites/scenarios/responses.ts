/** Responses of a provider that a careless solution loses, with names for titles. */

import type { JsonValue } from '../../../../grader/judge/contract.ts';

export const FALSY_RESPONSES: readonly (readonly [string, JsonValue])[] = [
  ['null', null],
  ['0', 0],
  ["''", ''],
  ['false', false],
];

export const RESPONSES: readonly (readonly [string, JsonValue])[] = [
  ...FALSY_RESPONSES,
  ['[]', []],
  ['{}', {}],
  ['a string', 'receipt 0815'],
  ['1e21', 1e21],
  ['[null]', [null]],
  [
    'of nested parts',
    {
      lines: [
        { id: 1, tags: ['a', 'b'] },
        { id: 2, tags: [] },
      ],
      total: { amount: 12.5 },
    },
  ],
  ['with a member called __proto__', { receipt: 'r', ['__proto__']: { admin: true } }],
  ['with a status of its own', { status: 'failed', response: null }],
];
