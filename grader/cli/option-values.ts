import { InvalidArgumentError } from 'commander';
import type { Audience, Isolation } from '../model/report.ts';
import { FORMATS } from '../reporters/formats.ts';
import type { Format } from '../reporters/formats.ts';

const AUDIENCES: readonly Audience[] = ['interviewer', 'candidate', 'auditor'];

/** `json, html` as formats. */
export function parseFormats(text: string): readonly Format[] {
  return parseList(text).map((name) => {
    const format = FORMATS.find((known) => known === name);
    if (format === undefined) throw new InvalidArgumentError(`"${name}" is none of ${FORMATS.join(', ')}.`);
    return format;
  });
}

/** `interviewer,candidate` as audiences. */
export function parseAudiences(text: string): readonly Audience[] {
  return parseList(text).map((name) => {
    const audience = AUDIENCES.find((known) => known === name);
    if (audience === undefined) throw new InvalidArgumentError(`"${name}" is none of ${AUDIENCES.join(', ')}.`);
    return audience;
  });
}

const LEVELS: readonly Isolation[] = ['full', 'namespaces', 'portable'];

export function parseIsolation(text: string): Isolation {
  const level = LEVELS.find((known) => known === text);
  if (level === undefined) throw new InvalidArgumentError(`Expected one of ${LEVELS.join(', ')}.`);
  return level;
}

/** `S2,P3` as ids. */
export function parseList(text: string): readonly string[] {
  const items = text.split(',').map((item) => item.trim());
  if (items.includes('')) throw new InvalidArgumentError('Expected names separated by commas.');
  return [...new Set(items)];
}

/** An empty path, as an unset variable of a script gives it, would be the working directory. */
export function parseFolder(text: string): string {
  if (text === '' || text.includes('\0')) throw new InvalidArgumentError('Expected the path of a folder.');
  return text;
}

export function parseSeed(text: string): number {
  const seed = Number(text);
  if (!/^\d{1,10}$/u.test(text) || seed >= 2 ** 32) {
    throw new InvalidArgumentError('Expected an integer from 0 to 4294967295.');
  }
  return seed;
}

export function parsePoints(text: string): number {
  const points = Number(text);
  if (!/^\d{1,3}(?:\.\d{1,3})?$/u.test(text) || points > 100) {
    throw new InvalidArgumentError('Expected points from 0 to 100.');
  }
  return points;
}

export function parseCount(text: string): number {
  if (!/^[1-9]\d{0,6}$/u.test(text)) throw new InvalidArgumentError('Expected a whole number above 0.');
  return Number(text);
}
