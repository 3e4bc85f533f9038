/** How far a total of several rules can be trusted. Formulas and sources: docs/statistics.md. */

/** A person's points, one entry for each rule; every row has the same length. */
export type ScoreRow = readonly number[];

/** Moments of a table of scores in which each row may count several times. */
export interface Reliability {
  /** Cronbach's alpha; Kuder and Richardson's formula 20 where every score is 0 or 1. */
  readonly alpha: number;
  readonly mean: number;
  /** Of the totals, over n - 1. */
  readonly standardDeviation: number;
  /** Standard error of measurement: `standardDeviation * sqrt(1 - alpha)`, with an alpha below 0 taken as 0. */
  readonly standardError: number;
}

/**
 * Cronbach's alpha over the columns and what follows from it; `counts` says how often each row counts. `null` where it is not
 * defined: fewer than two columns or people, or totals that are all alike.
 */
export function reliabilityOf(rows: readonly ScoreRow[], counts?: Uint16Array): Reliability | null {
  const columns = rows[0]?.length ?? 0;
  const sums = new Float64Array(columns);
  const squares = new Float64Array(columns);
  let people = 0;
  let sum = 0;
  let sumOfSquares = 0;
  for (let person = 0; person < rows.length; person += 1) {
    const count = counts === undefined ? 1 : (counts[person] ?? 0);
    if (count === 0) continue;
    const total = addRow(rows[person] ?? [], count, sums, squares);
    people += count;
    sum += count * total;
    sumOfSquares += count * total ** 2;
  }
  const within = sums.reduce((all, own, column) => all + variance(people, own, squares[column] ?? 0), 0);
  const between = variance(people, sum, sumOfSquares);
  if (columns < 2 || people < 2 || !(between > 1e-12)) return null;
  const alpha = (columns / (columns - 1)) * (1 - within / between);
  const standardDeviation = Math.sqrt(between);
  const standardError = standardDeviation * Math.sqrt(1 - Math.max(0, alpha));
  return { alpha, mean: sum / people, standardDeviation, standardError };
}

/** Adds one row to the sums of its columns, in place, and answers its total. */
function addRow(row: ScoreRow, count: number, sums: Float64Array, squares: Float64Array): number {
  let total = 0;
  for (let column = 0; column < sums.length; column += 1) {
    const points = row[column] ?? 0;
    total += points;
    sums[column] = (sums[column] ?? 0) + count * points;
    squares[column] = (squares[column] ?? 0) + count * points ** 2;
  }
  return total;
}

function variance(n: number, sum: number, sumOfSquares: number): number {
  return Math.max(0, (sumOfSquares - sum ** 2 / n) / (n - 1));
}
