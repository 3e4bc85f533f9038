import type { Report } from '../model/report.ts';

/** What `JSON.stringify` leaves as it is although a terminal or an editor acts on it. */
const INVISIBLE = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

/** `report.json`: the whole report. */
export function renderJson(report: Report): string {
  return inertJson(report);
}

/** A value as indented JSON that is safe to print: invisible characters are escaped, which readers of JSON undo. */
export function inertJson(value: object): string {
  const text = JSON.stringify(value, null, 2);
  return `${text.replace(INVISIBLE, (char) => char.split('').map(escapeUnit).join(''))}\n`;
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
