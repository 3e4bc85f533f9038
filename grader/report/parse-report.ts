import { z } from 'zod';

import { UsageError } from '../errors.ts';
import type { Report } from '../model/report.ts';
import { parseDocument } from '../parse-document.ts';
import { reportSchema } from './schema.ts';

const envelope = z.object({ schema: z.string() });

/** The text of a `report.json` as a report. Throws a `UsageError` that says what is wrong with it; `where` names the file. */
export function parseReport(text: string, where: string): Report {
  const parsed = parseDocument<Report>(text, reportSchema);
  if (parsed.ok) return parsed.value;
  const outer = parseDocument(text, envelope);
  if (!outer.ok) throw new UsageError(`${where} is not a report: ${outer.problems.join('; ')}`);
  const { schema } = outer.value;
  if (schema !== reportSchema.shape.schema.value) {
    const fix = schema.startsWith('grade.report/') ? 'read it with the kit that wrote it' : 'expected grade.report/1';
    throw new UsageError(`${where} has the schema ${JSON.stringify(schema.slice(0, 60))}; ${fix}.`);
  }
  throw new UsageError(`${where} is not a valid report:\n${parsed.problems.map((line) => `  ${line}`).join('\n')}`);
}
