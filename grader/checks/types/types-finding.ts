import type { Finding } from '../../model/evidence.ts';
import { printable } from '../../printable.ts';

const MAX_MESSAGE = 300;

/** A finding of rule Q1 at a place of the submission, its text made printable and capped. */
export function typesFinding(place: Pick<Finding, 'file' | 'line' | 'column'>, message: string): Finding {
  return {
    rule: 'types',
    severity: 'gate',
    file: printable(place.file, MAX_MESSAGE),
    line: place.line,
    column: place.column,
    message: printable(message, MAX_MESSAGE),
  };
}
