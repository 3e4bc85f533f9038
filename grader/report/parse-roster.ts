import { UsageError } from '../errors.ts';
import { printable } from '../printable.ts';

/**
 * A roster as CSV (RFC 4180) with the columns `id` and `name`, in any order and among others: names by id. Throws a
 * `UsageError` that names the line; `where` names the file.
 */
export function parseRoster(text: string, where: string): ReadonlyMap<string, string> {
  const [head = [], ...rows] = parseCsv(text.replace(/^\uFEFF/, ''), where);
  const columns = head.map((name) => name.trim().toLowerCase());
  const [idAt, nameAt] = [columns.indexOf('id'), columns.indexOf('name')];
  if (idAt === -1 || nameAt === -1) {
    throw new UsageError(
      `${where}: the first line must name the columns id and name; it says "${printable(head.join(','), 100)}".`,
    );
  }
  const names = new Map<string, string>();
  for (const [index, row] of rows.entries()) {
    if (row.every((field) => field.trim() === '')) continue;
    const [id, name] = [row[idAt]?.trim(), row[nameAt]?.trim()];
    if (!id || !name) throw new UsageError(`${where}: row ${index + 2} has no id or no name.`);
    if (names.has(id)) throw new UsageError(`${where}: row ${index + 2} repeats the id ${printable(id, 60)}.`);
    names.set(id, name);
  }
  return names;
}

const FIELD = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|\r|$)/y;

/** Rows of fields; quoted fields may hold separators, line breaks and doubled quotes. */
function parseCsv(text: string, where: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  const field = new RegExp(FIELD);
  while (field.lastIndex < text.length || rows.at(-1)?.length !== 0) {
    const match = field.exec(text);
    if (match === null)
      throw new UsageError(`${where}: row ${rows.length} has a quote that is not closed or stands inside a field.`);
    const [all, quoted, plain = '', end] = match;
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ',') rows.push([]);
    if (all === '' || end === '') break;
  }
  return rows.filter((row) => row.length > 0);
}
