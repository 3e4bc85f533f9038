import { UsageError } from '../errors.ts';
import type { Report } from '../model/report.ts';
import { findContradictions } from '../report/find-contradictions.ts';
import { checkSignature } from '../signature/sign-report.ts';
import { deriveAgain } from './derive-again.ts';
import { EXIT } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { hashResult } from './hash-result.ts';
import { readPublicKey } from './read-key.ts';
import { readReport } from './read-report.ts';
import type { ReadReport } from './read-report.ts';
import type { Terminal } from './terminal.ts';

export interface AuditFlags {
  /** A file with the public key. */
  readonly key?: string;
  readonly quiet?: boolean;
}

/** One thing that was looked at, or could have been. */
interface Check {
  readonly name: 'figures' | 'signature' | 'result' | 'load';
  /** `null` where it was not looked at. */
  readonly passed: boolean | null;
  readonly text: string;
}

/**
 * `grade audit <report> [submission]`: do the report's figures fit together, is it as it was signed, and does the submission
 * give the same result again? Exit code 5 where one of these is answered with no, and 4 where this machine could not answer it.
 */
export async function runAudit(
  terminal: Terminal,
  path: string,
  submission: string | undefined,
  flags: AuditFlags,
): Promise<ExitCode> {
  const read = await readReport(path);
  if (read.report.audience !== 'interviewer') {
    throw new UsageError(`${read.where} is the candidate's report, which is no whole one. Audit report.json.`);
  }
  const figures = checkFigures(read.report);
  if (flags.key === undefined && submission === undefined && isIntact(figures)) {
    throw new UsageError(nothingToGoBy(read));
  }
  const checks = [figures, ...(await checkSigned(read, flags.key))];
  const intact = checks.every(isIntact);
  if (submission !== undefined && intact) {
    const { same, text } = await deriveAgain(terminal, read, { submission, quiet: flags.quiet === true });
    checks.push({ name: 'result', passed: same, text });
  }
  checks.push(...uncheckedLoad(read.report, checks));
  const lines = checks.map(({ name, passed, text }) => `${name.padEnd(10)}${outcomeOf(passed).padEnd(8)}${text}\n`);
  terminal.print(`${lines.join('')}${'hash'.padEnd(18)}${hashResult(read.report)}\n`);
  if (!checks.every(isIntact)) return EXIT.integrity;
  return checks.some(({ name, passed }) => name === 'result' && passed === null) ? EXIT.kitFault : EXIT.ok;
}

function isIntact({ passed }: Check): boolean {
  return passed !== false;
}

function outcomeOf(passed: boolean | null): string {
  if (passed === null) return '-';
  return passed ? 'ok' : 'FAILED';
}

/** Points of load cannot be derived again. */
function uncheckedLoad({ measurement }: Report, checks: readonly Check[]): readonly Check[] {
  const { verdict, points, outOf } = measurement.load;
  const isVouchedFor = checks.some(({ name, passed }) => name === 'signature' && passed === true);
  if (isVouchedFor || verdict === 'not-measured') return [];
  const text = `not checked: ${points} of ${outOf} points depend on the machine; only a signature vouches for them`;
  return [{ name: 'load', passed: null, text }];
}

function nothingToGoBy({ report, where }: ReadReport): string {
  const signed =
    report.signature === null
      ? 'is not signed: name the submission to derive it again'
      : `is signed with ${report.signature.keyId}: name the public key with --key, or the submission to derive it again`;
  return `${where} ${signed}.`;
}

function checkFigures(report: Report): Check {
  const [first] = findContradictions(report);
  return {
    name: 'figures',
    passed: first === undefined,
    text: first ?? `${report.score.got} of ${report.score.outOf} points, as the rules add up`,
  };
}

async function checkSigned({ report, document }: ReadReport, key: string | undefined): Promise<readonly Check[]> {
  const { signature } = report;
  if (key === undefined) {
    return [{ name: 'signature', passed: null, text: signature === null ? 'none' : 'not checked: no --key' }];
  }
  const publicKey = await readPublicKey(key);
  if (signature === null) return [{ name: 'signature', passed: false, text: 'the report is not signed' }];
  const outcome = checkSignature(document, signature, publicKey);
  const texts: Readonly<Record<typeof outcome, string>> = {
    valid: `valid, by ${signature.keyId}`,
    altered: 'the report was altered after it was signed',
    'other-key': `made with another key, ${signature.keyId}`,
  };
  return [{ name: 'signature', passed: outcome === 'valid', text: texts[outcome] }];
}
