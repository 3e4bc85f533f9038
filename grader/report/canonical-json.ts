import { compareText } from '../score/compare-findings.ts';

/** A surrogate that is not half of a pair: no Unicode text. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * A JSON value as RFC 8785 (JCS) writes it: no white space, members sorted by the UTF-16 code units of their names, numbers and
 * strings as ECMAScript's `JSON.stringify` writes them. Throws a `RangeError` for what is outside of I-JSON: lone surrogates,
 * numbers that are not finite, values that are no JSON at all.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return canonicalScalar(value);
  const members = Object.entries(value).sort(([a], [b]) => compareText(a, b));
  return `{${members.map(([name, member]) => `${canonicalScalar(name)}:${canonicalJson(member)}`).join(',')}}`;
}

function canonicalScalar(value: unknown): string {
  if (typeof value === 'string' && LONE_SURROGATE.test(value)) throw new RangeError('a string holds a lone surrogate');
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`${value} is no JSON number`);
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) throw new RangeError(`${typeof value} is no JSON value`);
  return text;
}
