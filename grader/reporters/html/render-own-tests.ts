import type { MutantResult, Report, SuiteResult } from '../../model/report.ts';
import { droppedPhrase, ownTestsSentence, plural } from '../wording.ts';
import { renderKillMatrix } from './kill-matrix.ts';
import { html } from './tag.ts';
import type { Html } from './tag.ts';

const statusWords: Readonly<Record<MutantResult['status'], string>> = {
  killed: 'caught',
  survived: 'missed',
  timeout: 'computed for too long',
  invalid: 'not judged',
};

/** The candidate's own tests: on the candidate's own solution, by theme on implementations of ours, and mutant by mutant. */
export function renderOwnTests({ result }: Report): Html {
  const { tests } = result;
  const failures = tests.failures.map(
    ({ name, message }) =>
      html`<li>
        <p>${name}</p>
        ${message && html`<p class="fine">${message}</p>`}
      </li>`,
  );
  return html`<section id="tests" aria-labelledby="tests-title">
    <h2 id="tests-title">Own tests</h2>
    <p>${ownTestsSentence(tests)}</p>
    ${tests.problems.map((problem) => html`<p>${problem}</p>`)}
    ${
      failures.length > 0 &&
      html`<ol class="findings">
        ${failures}
      </ol>`
    }
    ${tests.suite && renderSuite(tests.suite)}
    ${tests.suite && tests.mutants.length > 0 && renderMutants(tests.mutants, tests.suite.valid)}
  </section>`;
}

function renderSuite({ valid, dropped, ownCode, themes }: SuiteResult): Html {
  return html`<p>
      ${plural(valid.length, 'test')} ${valid.length === 1 ? 'passes' : 'pass'} on every correct implementation and
      ${valid.length === 1 ? 'counts' : 'count'}.
    </p>
    ${
      dropped.length > 0 &&
      html`<details class="more">
        <summary>${plural(dropped.length, 'test')} left out</summary>
        <ul>
          ${dropped.map((test) => html`<li>${test.name} <span class="fine">${droppedPhrase(test)}</span></li>`)}
        </ul>
      </details>`
    }
    ${ownCode.map((line) => html`<p class="fine">${line}</p>`)} ${themes.length > 0 && renderThemes(themes)}`;
}

function renderThemes(themes: SuiteResult['themes']): Html {
  return html`<table>
    <caption>
      Implementations with one bug each, and how many of them the tests catch
    </caption>
    <thead>
      <tr>
        <th scope="col">Theme</th>
        <th scope="col" class="number">Caught</th>
      </tr>
    </thead>
    <tbody>
      ${themes.map(
        ({ title, killed, outOf }) =>
          html`<tr>
            <th scope="row">${title}</th>
            <td class="number">${killed} of ${outOf}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function renderMutants(mutants: readonly MutantResult[], valid: readonly string[]): Html {
  const numbers = new Map(valid.map((name, index) => [name, index + 1]));
  const rows = mutants.map(({ id, title, status, by }, index) => {
    const caughtBy = by.flatMap((name) => numbers.get(name) ?? []);
    return html`<tr>
      <td class="number">${index + 1}</td>
      <th scope="row">${title === '' ? id : title}</th>
      <td class="${status === 'survived' ? 'not-met' : ''}">${statusWords[status]}</td>
      <td>${shortList(caughtBy)}</td>
    </tr>`;
  });
  return html`<details class="more">
    <summary>Kill matrix: ${mutants.length} mutants by ${valid.length} tests</summary>
    <div class="scroll" role="region" tabindex="0" aria-label="Kill matrix">${renderKillMatrix(mutants, valid)}</div>
    <div class="scroll" role="region" tabindex="0" aria-label="Mutants">
      <table>
        <caption>
          Mutants, and the numbers of the tests that catch them
        </caption>
        <thead>
          <tr>
            <th scope="col" class="number">No.</th>
            <th scope="col">Mutant</th>
            <th scope="col">Outcome</th>
            <th scope="col">Tests</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
    <ol class="fine" aria-label="Tests">
      ${valid.map((name) => html`<li>${name}</li>`)}
    </ol>
  </details>`;
}

function shortList(numbers: readonly number[]): string {
  const shown = numbers.slice(0, 8).join(', ');
  return numbers.length > 8 ? `${shown} and ${numbers.length - 8} more` : shown;
}
