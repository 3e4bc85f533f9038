/** Reads JSON documents that people write or pass on: text -> typed value, or every problem with its place. */

import { z } from 'zod';

import { locateJsonError } from './locate-json-error.ts';
import { nearestName } from './nearest-name.ts';
import { printable } from './printable.ts';

/** `problems` are single lines: where in the document, and what is wrong there. */
export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly string[] };

/** Parses `text` as JSON of the given shape. Problems are capped in number and length; the text may come from anywhere. */
export function parseDocument<T>(text: string, schema: z.ZodType<T>): Parsed<T> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/ in JSON at position.*| \(line .*/s, '') : '';
    return {
      ok: false,
      problems: [`not valid JSON at ${placeOf(text)}: ${printable(reason, 120)}`],
    };
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { ok: true, value: parsed.data };
  const problems = parsed.error.issues.flatMap((issue) => describeIssue(issue, schema));
  const more = problems.length > 20 ? [`and ${problems.length - 20} more`] : [];
  return { ok: false, problems: [...problems.slice(0, 20), ...more] };
}

function placeOf(text: string): string {
  const [line, column] = locateJsonError(text).split(':');
  return `line ${line}, column ${column}`;
}

function describeIssue(issue: z.core.$ZodIssue, schema: z.ZodType): readonly string[] {
  const path = printable(formatPath(issue.path), 120);
  if (issue.code !== 'unrecognized_keys') return [`${path}: ${printable(issue.message, 200)}`];
  const known = memberNames(schema, issue.path);
  return issue.keys.map((key) => {
    const nearest = nearestName(key, known);
    const hint = nearest === null ? `known are ${known.join(', ')}` : `did you mean ${JSON.stringify(nearest)}?`;
    return `${path}: unknown field ${JSON.stringify(printable(key, 60))}; ${hint}`;
  });
}

/** `rules[3].points`; the whole document is `(top level)`. */
function formatPath(path: readonly PropertyKey[]): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return text === '' ? '(top level)' : text.replace(/^\./, '');
}

/** The names that an object at `path` may have. */
function memberNames(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let node: unknown = schema;
  for (const step of path) node = unwrap(child(unwrap(node), step));
  node = unwrap(node);
  return node instanceof z.ZodObject ? Object.keys(node.shape) : [];
}

function child(node: unknown, step: PropertyKey): unknown {
  if (node instanceof z.ZodArray) return node.element;
  if (node instanceof z.ZodRecord) return node.valueType;
  return node instanceof z.ZodObject ? node.shape[String(step)] : undefined;
}

function unwrap(node: unknown): unknown {
  return node instanceof z.ZodOptional || node instanceof z.ZodNullable ? unwrap(node.unwrap()) : node;
}
