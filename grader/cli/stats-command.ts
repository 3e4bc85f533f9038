import { UsageError } from '../errors.ts';
import { cohortStatistics } from '../report/cohort/cohort-statistics.ts';
import type { CohortStatistics } from '../report/cohort/cohort.ts';
import { factsOf, keepOnce } from '../report/cohort/report-facts.ts';
import type { ReportFacts } from '../report/cohort/report-facts.ts';
import type { Similarity } from '../report/similarity/similar-pairs.ts';
import { renderCohortCsv } from '../reporters/cohort/render-cohort-csv.ts';
import { renderCohortHtml } from '../reporters/cohort/render-cohort-html.ts';
import { renderCohort } from '../reporters/cohort/render-cohort.ts';
import { inertJson } from '../reporters/render-json.ts';
import { EXIT } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { findSimilar } from './find-similar.ts';
import type { StatsFlags } from './comparison-commands.ts';
import { describeBroken, describeLeftOut, readReports } from './read-reports.ts';
import { openReportFolder } from './report-folder.ts';
import { colorLevel, outputWidth } from './terminal.ts';
import type { Terminal } from './terminal.ts';
import { asTyped } from './write-reports.ts';

/** `grade stats <folder>`: terminal, `stats.html` and `stats.csv`; with `--json` the figures on stdout and no files unless asked for. */
export async function runStats(terminal: Terminal, folder: string, flags: StatsFlags): Promise<ExitCode> {
  const facts: ReportFacts[] = [];
  const keep = keepOnce();
  const leftOut = await readReports([folder], (report) => facts.push(factsOf(report, keep)));
  const { broken } = leftOut;
  if (facts.length === 0) throw new UsageError(describeBroken(broken).replace('grade: ', '').trimEnd());
  const { invited = null, cut = null, seed } = flags;
  const statistics = cohortStatistics(facts, { broken: broken.length, invited, cut, seed });
  checkInvited(statistics, invited);
  const similarity =
    flags.submissions === undefined ? null : await findSimilar(flags.submissions, statistics.coverage.challenge);
  const files = flags.json === true && flags.out === undefined ? [] : await writeFiles(statistics, similarity, flags);
  terminal.print(
    flags.json === true
      ? inertJson({ ...statistics, similarity })
      : renderCohort(statistics, similarity, { colorLevel: colorLevel(flags.color), width: outputWidth(), files }),
  );
  terminal.tell(describeLeftOut(leftOut));
  return broken.length === 0 ? EXIT.ok : EXIT.usage;
}

function checkInvited({ coverage }: CohortStatistics, invited: number | null): void {
  if (invited === null || invited >= coverage.people) return;
  throw new UsageError(
    `--invited ${invited}: ${coverage.people} people were graded, so at least as many were invited.`,
  );
}

async function writeFiles(
  statistics: CohortStatistics,
  similarity: Similarity | null,
  { out }: StatsFlags,
): Promise<readonly string[]> {
  const folder = await openReportFolder(out ?? 'grade-stats');
  const html = await folder.write('stats.html', renderCohortHtml(statistics, similarity));
  const csv = await folder.write('stats.csv', renderCohortCsv(statistics, similarity));
  return [asTyped(html), asTyped(csv)];
}
