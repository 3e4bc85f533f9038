import { ChallengeError } from '../errors.ts';
import type { ChallengeManifest } from '../model/challenge.ts';
import { parseDocument } from '../parse-document.ts';
import { checkManifest } from './check-manifest.ts';
import { manifestSchema } from './manifest-schema.ts';

/** The text of a `challenge.json` as a manifest. Throws a `ChallengeError` that lists everything wrong with it; `where` names the file. */
export function parseManifest(text: string, where: string): ChallengeManifest {
  const parsed = parseDocument<ChallengeManifest>(text, manifestSchema);
  const problems = parsed.ok ? checkManifest(parsed.value) : parsed.problems;
  if (parsed.ok && problems.length === 0) return parsed.value;
  throw new ChallengeError(problems.map((problem) => `${where}: ${problem}`).join('\n'));
}
