import type { ChallengeManifest, OwnTestsRubric } from '../model/challenge.ts';

/** What the rubric of own tests must hold of itself and of the rule that it belongs to, one line for each contradiction. */
export function checkOwnTests({ rules, ownTests }: ChallengeManifest): readonly string[] {
  const rule = rules.find(({ check }) => check === 'tests');
  if (rule === undefined) return ownTests === undefined ? [] : ['ownTests: no rule has the check "tests"'];
  if (ownTests === undefined) return [`ownTests: missing, although ${rule.id} has the check "tests"`];
  const { kills, validity, concurrency, themes } = ownTests;
  const sum = kills.points + validity.points + concurrency.points;
  const ids = themes.map(({ id }) => id);
  return [
    ...(sum === rule.points ? [] : [`ownTests: its parts have ${sum} points, rule ${rule.id} has ${rule.points}`]),
    ...(ownTests.metFrom <= rule.points ? [] : [`ownTests.metFrom: more than the ${rule.points} points of ${rule.id}`]),
    ...(new Set(ids).size === ids.length ? [] : ['ownTests.themes: an id is there more than once']),
    ...(ids.includes(concurrency.theme) ? [] : [`ownTests.concurrency: there is no theme "${concurrency.theme}"`]),
    ...(validity.zeroAt < validity.fullFrom ? [] : ['ownTests.validity: zeroAt must be below fullFrom']),
    ...(validity.killedFrom > 0 ? [] : ['ownTests.validity: killedFrom must be above 0']),
    ...checkCurve(kills.curve),
  ];
}

function checkCurve(curve: OwnTestsRubric['kills']['curve']): readonly string[] {
  const [first, last] = [curve[0], curve.at(-1)];
  const ends = first?.[0] === 0 && first[1] === 0 && last?.[0] === 1 && last[1] === 1;
  const rises = curve.every(([killed, worth], index) => {
    const before = curve[index - 1];
    return before === undefined || (killed > before[0] && worth >= before[1]);
  });
  return ends && rises ? [] : ['ownTests.kills.curve: must rise from [0, 0] to [1, 1]'];
}
