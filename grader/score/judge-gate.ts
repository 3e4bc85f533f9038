import type { ChallengeManifest, Rule } from '../model/challenge.ts';
import type { Evidence, Finding } from '../model/evidence.ts';
import type { Gate } from '../model/report.ts';
import { printable } from '../printable.ts';
import { compareFindings } from './compare-findings.ts';

/** Whether the submission passes the gate. What could not be measured fails nothing, but is said. */
export function judgeGate(challenge: ChallengeManifest, evidence: Evidence): Gate {
  const gating = challenge.rules.filter((rule) => challenge.gates.includes(rule.id));
  const failures = gating.flatMap((rule) => failureOf(rule, evidence));
  const unknown = gating.flatMap((rule) => unknownOf(rule, evidence));
  return { passed: failures.length === 0, reasons: [...failures, ...unknown] };
}

function failureOf(rule: Rule, evidence: Evidence): readonly string[] {
  const { types, patterns } = evidence;
  if (rule.check === 'types') return types.status === 'measured' ? counted('type error', types.findings) : [];
  if (rule.check !== 'patterns' || patterns.status !== 'measured') return [];
  return counted(
    'banned pattern',
    patterns.findings.filter(({ severity }) => severity === 'gate'),
  );
}

function unknownOf(rule: Rule, evidence: Evidence): readonly string[] {
  const check = evidence[rule.check];
  return check.status === 'measured' ? [] : [printable(`${rule.id} could not be looked at: ${check.cause}`, 300)];
}

/** One line for any number of findings: `3 type errors, first: src/x.ts:3:4 TS2322 …`; none for none. */
function counted(what: string, findings: readonly Finding[]): readonly string[] {
  const first = [...findings].sort(compareFindings)[0];
  if (first === undefined) return [];
  const place = `${first.file}:${first.line}:${first.column}`;
  const name = first.rule === 'types' ? '' : `${first.rule}: `;
  const count = findings.length === 1 ? `1 ${what}:` : `${findings.length} ${what}s, first:`;
  return [printable(`${count} ${place} ${name}${first.message}`, 300)];
}
