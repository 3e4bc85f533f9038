/** The ISO 8601 week that an instant of the same standard lies in, in UTC: `2026-W07`. */
export function isoWeek(instant: string): string {
  const [year = 1970, month = 1, day = 1] = instant.slice(0, 10).split('-').map(Number);
  const days = daysSinceEpoch(year, month, day);
  // A week belongs to the year of its Thursday. 1970-01-01 was one.
  const thursday = days - ((((days + 3) % 7) + 7) % 7) + 3;
  const weekYear = [year + 1, year, year - 1].find((candidate) => thursday >= daysSinceEpoch(candidate, 1, 1)) ?? year;
  const week = Math.floor((thursday - daysSinceEpoch(weekYear, 1, 1)) / 7) + 1;
  return `${weekYear}-W${String(week).padStart(2, '0')}`;
}

/** Days from 1970-01-01 in the Gregorian calendar, counted in years that begin with March (Richards' method). */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
