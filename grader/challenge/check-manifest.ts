/** What the fields of a manifest must hold of each other. */

import type { ChallengeManifest, CheckName } from '../model/challenge.ts';
import { nearestName } from '../nearest-name.ts';
import { checkOwnTests } from './check-own-tests.ts';

/** Every contradiction in the manifest, one line each; empty when there is none. */
export function checkManifest(manifest: ChallengeManifest): readonly string[] {
  return [
    ...duplicates(
      'parts',
      manifest.parts.map((part) => part.id),
    ),
    ...duplicates(
      'rules',
      manifest.rules.map((rule) => rule.id),
    ),
    ...duplicates('givenFiles', manifest.givenFiles),
    ...duplicates('gates', manifest.gates),
    ...checkParts(manifest),
    ...checkGates(manifest),
    ...checkPoints(manifest),
    ...checkOwners(manifest),
    ...checkOwnTests(manifest),
  ];
}

function duplicates(field: string, values: readonly string[]): readonly string[] {
  const twice = new Set(values.filter((value, index) => values.indexOf(value) !== index));
  return [...twice].map((value) => `${field}: ${JSON.stringify(value)} is there more than once`);
}

function checkParts({ parts, rules }: ChallengeManifest): readonly string[] {
  const declared = parts.map((part) => part.id);
  const undeclared = rules.filter((rule) => !declared.includes(rule.part));
  const empty = declared.filter((id) => !rules.some((rule) => rule.part === id));
  return [
    ...undeclared.map((rule) => `rules: ${rule.id} is in part ${unknownName(rule.part, declared)}`),
    ...empty.map((id) => `parts: no rule is in part ${JSON.stringify(id)}`),
  ];
}

function checkGates({ gates, rules }: ChallengeManifest): readonly string[] {
  const ids = rules.map((rule) => rule.id);
  return gates.flatMap((id) => {
    const rule = rules.find((candidate) => candidate.id === id);
    if (rule === undefined) return [`gates: no rule has the id ${unknownName(id, ids)}`];
    if (rule.check === 'types' || rule.check === 'patterns') return [];
    return [`gates: ${id} has the check "${rule.check}"; only "types" and "patterns" can gate`];
  });
}

function checkPoints({ rules, load }: ChallengeManifest): readonly string[] {
  const total = rules.reduce((sum, rule) => sum + rule.points, 0);
  const loadRules = rules.filter((rule) => rule.check === 'load');
  const bands = load.cost.points + load.memory.points;
  return [
    ...(total === 100 ? [] : [`rules: the points sum to ${total} instead of 100`]),
    ...(loadRules.length === 1 ? [] : [`rules: ${loadRules.length} rules have the check "load" instead of one`]),
    ...loadRules
      .filter((rule) => rule.points !== bands)
      .map((rule) => `load: the bands have ${bands} points, rule ${rule.id} has ${rule.points}`),
    ...(load.noise.atLeast < load.noise.atMost ? [] : ['load.noise: atLeast must be below atMost']),
  ];
}

/** Findings and own tests cannot be divided among rules, so at most one rule may claim each kind. */
function checkOwners({ rules }: ChallengeManifest): readonly string[] {
  const single: readonly CheckName[] = ['types', 'patterns', 'tests'];
  return single.flatMap((check) => {
    const owners = rules.filter((rule) => rule.check === check).map((rule) => rule.id);
    return owners.length > 1 ? [`rules: ${owners.join(', ')} share the check "${check}", which one rule can have`] : [];
  });
}

function unknownName(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  const hint = nearest === null ? `known are ${known.join(', ')}` : `did you mean ${JSON.stringify(nearest)}?`;
  return `${JSON.stringify(name)}, which is not declared; ${hint}`;
}
