import type { Report } from '../../grader/model/report.ts';
import type { Story } from '../../grader/model/story.ts';
import { aCase, aFinding, anOwnTest, aStory, casesFailing, loadFigures, reportWith } from '../report/sample-report.ts';

/** A report with the text in every place that a candidate's string can reach. */
export function reportSaying(text: string): Report {
  return reportWith({
    submission: {
      id: text,
      notes: [{ kind: 'skipped', path: text, message: text }],
      changes: [{ path: text, status: 'added', lines: 1, linesAdded: 1, linesRemoved: 0 }],
    },
    sources: { [text]: `const code = 1; ${text}` },
    evidence: {
      types: { status: 'measured', findings: [aFinding({ rule: 'types', file: text, message: text })] },
      patterns: { status: 'measured', findings: [aFinding({ rule: text, file: text, message: text })] },
      rules: {
        status: 'measured',
        cases: [...casesFailing('P1'), { ...aCase('S2', 'failed', text), message: text, story: storySaying(text) }],
      },
      tests: {
        status: 'measured',
        tests: [anOwnTest({ name: text, status: 'failed', message: text })],
        problems: [text],
        suite: null,
      },
      load: loadFigures({ problem: text }),
    },
    run: { faults: [text] },
  });
}

function storySaying(text: string): Story {
  const steps = [{ atMs: 0, from: text, to: 'store', text }];
  return aStory({ lanes: [text, 'store'], steps, expected: text, got: text });
}
