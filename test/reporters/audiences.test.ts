import { describe, expect, it } from 'vitest';

import type { DroppedTest, Report } from '../../grader/model/report.ts';
import { reportFor } from '../../grader/report/for-audience.ts';
import { reportSchema } from '../../grader/report/schema.ts';
import { FORMATS } from '../../grader/reporters/formats.ts';
import { renderReport } from '../../grader/reporters/reporters.ts';
import { fullReport } from '../report/full-report.ts';
import { challenge, contextWith, loadFigures } from '../report/sample-report.ts';

/** Strings that are of a fixed kind, and could not hold anything else. */
const FIXED =
  /\.(?:schema|audience|verdict|severity|status|kind|algorithm|keyId|value|hash|treeHash|startedAt|isolation|step|reason|casesHash|costsFrom)$|\.(?:rules\.\d+|load)\.(?:id|part)$/;

/** What of a report a candidate may see, apart from numbers. */
const OPEN: readonly RegExp[] = [
  /^\.result\.challenge\.(?:id|version)$/,
  /^\.result\.submission\.(?:id|notes\.|changes\.)/,
  /^\.result\.rules\.\d+\.title$/,
  /^\.result\.(?:findings|sources)\.\d+\./,
  /^\.result\.tests\.(?:failures|problems)\./,
  /^\.result\.tests\.suite\.(?:valid|ownCode|dropped\.\d+\.name|themes)/,
  /^\.measurement\.load\.title$/,
  /^\.measurement\.load\.evidence\.details\.(?:workloads\.\d+\.name|machine\.model)$/,
  /\.cappedBy\.rule$/,
  /^\.run\.(?:kit|node)$/,
];

interface Canary {
  readonly path: string;
  readonly word: string;
}

/** Puts a word of its own in place of every string, and a member that nobody knows into every object. */
function withCanaries(value: unknown, path: string, canaries: Canary[]): unknown {
  const hide = (place: string): string => {
    const word = `canary${canaries.length}x`;
    canaries.push({ path: place, word });
    return word;
  };
  if (typeof value === 'string') return FIXED.test(path) ? value : hide(path);
  if (Array.isArray(value)) return value.map((item, index) => withCanaries(item, `${path}.${index}`, canaries));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [
    name,
    withCanaries(member, `${path}.${name}`, canaries),
  ]);
  return { ...Object.fromEntries(members), unheardOf: hide(`${path}.unheardOf`) };
}

function isReport(value: unknown): value is Report {
  return reportSchema.safeParse(value).success;
}

const signature = { keyId: `sha256:${'e'.repeat(64)}`, algorithm: 'ed25519', value: 'c2ln' } as const;

function reportOfCanaries(base: Report): { readonly report: Report; readonly canaries: readonly Canary[] } {
  const canaries: Canary[] = [];
  const report = withCanaries({ ...base, signature }, '', canaries);
  if (!isReport(report)) throw new Error('the report of canaries is no report');
  return { report, canaries };
}

const questions = challenge.rules.map((rule) => ({ ...rule, questions: ['canaryquestion'] }));
const context = contextWith({ audience: 'candidate', challenge: { ...challenge, rules: questions } });
const bases = {
  'with load figures': fullReport(),
  'with a wrong reply under load': fullReport({ evidence: { load: loadFigures({ problem: 'call 7 answered 3' }) } }),
};

describe.each(Object.entries(bases))('the candidate’s report %s', (_, base) => {
  const { report, canaries } = reportOfCanaries(base);
  const hidden = canaries.filter(({ path }) => path.endsWith('.unheardOf') || !OPEN.some((open) => open.test(path)));

  it.each(FORMATS)('as %s holds nothing hidden', (format) => {
    const text = renderReport(report, format, context);
    expect(hidden.filter(({ word }) => text.includes(word))).toEqual([]);
    expect(text).not.toContain('canaryquestion');
    expect(text).not.toContain(signature.value);
  });

  it('is the whole report’s counterpart: there the hidden things stand', () => {
    const whole = renderReport(report, 'json', { ...context, audience: 'interviewer' });
    expect(hidden.filter(({ word, path }) => !path.endsWith('.unheardOf') && !whole.includes(word))).toEqual([]);
    expect(renderReport(report, 'html', { ...context, audience: 'interviewer' })).toContain('canaryquestion');
    expect(hidden.length).toBeGreaterThan(100);
  });
});

describe('the candidate’s report', () => {
  const view = reportFor(fullReport(), 'candidate', challenge.rules);

  it('says of a rule that is not met what is asked, in the author’s words, and of the others what holds', () => {
    const atomic = view.result.rules.find(({ id }) => id === 'S2');
    expect(atomic).toMatchObject({ verdict: 'not-met', points: 0, outOf: 5, cases: 0, failed: 0 });
    expect(atomic?.evidence).toEqual([
      {
        case: null,
        message: 'What is asked: However many claims of one key overlap, exactly one of them gets it.',
        replay: null,
        story: null,
      },
    ]);
    const met = view.result.rules.find(({ id }) => id === 'S1');
    expect(met?.evidence[0]?.message).not.toMatch(/^What is asked/u);
    expect(view.measurement.load).toMatchObject({
      verdict: 'not-met',
      message: expect.stringMatching(/^What is asked: /u),
    });
    for (const format of ['html', 'markdown'] as const) {
      const text = renderReport(fullReport(), format, contextWith({ audience: 'candidate' }));
      expect(text.split('What is asked: However').length - 1, format).toBe(1);
      expect(renderReport(fullReport(), format, contextWith({ audience: 'interviewer' }))).not.toContain(
        'What is asked',
      );
    }
  });

  it('keeps verdicts, points, findings, lines, own tests and hashes', () => {
    const { result, score, measurement } = fullReport();
    expect(view.score).toEqual(score);
    expect(view.result.rules.map(({ verdict }) => verdict)).toEqual(result.rules.map(({ verdict }) => verdict));
    expect(view.result).toMatchObject({ findings: result.findings, sources: result.sources, points: result.points });
    expect(view.result.tests.failures).toEqual(result.tests.failures);
    expect(view.result.challenge).toEqual(result.challenge);
    expect(view.measurement.load.evidence).toEqual(measurement.load.evidence);
  });

  it('does not say how many findings there are beyond the candidate’s own, nor what failed inside the kit', () => {
    expect(view.result.gate).toEqual({
      passed: false,
      reasons: ['2 findings fail it; each is listed with its place.'],
    });
    expect(view.run.faults).toEqual([
      'Something failed on our side; what it touches is not measured and costs no points.',
    ]);
    expect(view.run.timings).toEqual([]);
  });

  it('is a valid report that says whose it is, and is not signed', () => {
    expect(reportSchema.parse(view)).toEqual(view);
    expect(view).toMatchObject({ audience: 'candidate', signature: null });
  });
});

it('interviewers and auditors get the report as it is, and only interviewers the questions', () => {
  const report = fullReport();
  expect(reportFor(report, 'interviewer', [])).toBe(report);
  expect(reportFor(report, 'auditor', [])).toBe(report);
  const asked = challenge.rules.find(({ id }) => id === 'S2')?.questions[0] ?? 'no question';
  expect(renderReport(report, 'markdown', contextWith())).toContain(asked);
  expect(renderReport(report, 'markdown', contextWith({ audience: 'auditor' }))).not.toContain(asked);
});

describe('tests that are left out', () => {
  const kits = [
    'no test of this name is there in every run; a name must not hold anything random',
    'Buffer is not defined',
    "vi is not defined: import it from 'vitest'",
    'vi.mock is not available when tests are graded',
    'toMatchSnapshot (snapshots) is not available when tests are graded',
    'no answer after 2000 ms of computing',
    'Test timed out in 5000ms.',
  ];
  const saying = (message: string, reason: DroppedTest['reason'] = 'broken'): Report => {
    const report = fullReport();
    const { tests } = report.result;
    const suite = tests.suite && { ...tests.suite, dropped: [{ name: 'a test', reason, message }] };
    return reportFor(
      { ...report, result: { ...report.result, tests: { ...tests, suite } } },
      'candidate',
      challenge.rules,
    );
  };

  it.each(kits)('are named with the reason that the kit gives: %s', (message) => {
    for (const format of ['terminal', 'html'] as const) {
      const text = renderReport(saying(message), format, contextWith({ audience: 'candidate', width: 200 }));
      expect(text.replaceAll('&#39;', "'").replaceAll(/\s+/g, ' ')).toContain(
        `fails on every correct implementation: ${message}`,
      );
    }
  });

  it.each(['expected 7 to be 9', 'not run: expected "x" to be "y"', 'x: 3 is not defined'])(
    'and without: %s',
    (message) => {
      for (const format of ['terminal', 'html'] as const) {
        const text = renderReport(saying(message), format, contextWith({ audience: 'candidate', width: 200 }));
        expect(text).toMatch(/fails on every correct implementation(?!:)/);
        expect(text).not.toContain(message);
      }
    },
  );

  it('are not said to fail where their turn never came', () => {
    const message = 'not run: the suite computes for more than 6 s';
    const text = renderReport(
      saying(message, 'not-run'),
      'terminal',
      contextWith({ audience: 'candidate', width: 200 }),
    );
    expect(
      text
        .split('\n')
        .filter((line) => line.includes('not run'))
        .map((line) => line.trim()),
    ).toEqual([message]);
  });
});
