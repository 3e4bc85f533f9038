/** Writes the report's JSON Schema to `docs/report.schema.json`. */

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { format } from 'prettier';

import { reportJsonSchema } from '../grader/report/schema.ts';

const folder = path.resolve(import.meta.dirname, '../docs');
const text = await format(JSON.stringify(reportJsonSchema()), { parser: 'json', printWidth: 120 });
await mkdir(folder, { recursive: true });
await writeFile(path.join(folder, 'report.schema.json'), text);
