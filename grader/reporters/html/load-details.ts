import type { Beside, LoadDetails, LoadGrowth, LoadMachine, WorkloadCost } from '../../model/evidence.ts';
import { grouped } from '../wording.ts';
import { renderGrowthPlot } from './growth-plot.ts';
import { html } from './tag.ts';
import type { Html } from './tag.ts';

const WORKLOADS: Readonly<Record<string, string>> = {
  fresh: 'New keys',
  replayed: 'Paid keys again',
  joined: '64 calls for one key',
  interleaved: 'New keys, answers out of order',
};

/** What stands behind the two ratios of the load rule. */
export function renderLoadDetails({ workloads, growth, bytesPerExpired, latencyMs, machine }: LoadDetails): Html {
  return html`${renderGrowthPlot(growth)}
    <div class="scroll" role="region" tabindex="0" aria-label="CPU time per payment and per claim">
      <table>
        <caption>
          CPU time per payment and per claim, in microseconds
        </caption>
        ${besideHead('Work')}
        <tbody>
          ${workloads.map(renderWorkload)} ${growth.costs.map(renderSize)}
        </tbody>
      </table>
    </div>
    <p class="fine">${growthSentence(growth)} ${leftSentence(bytesPerExpired)} ${latencySentence(latencyMs)}</p>
    <p class="fine">${machineSentence(machine)}</p>`;
}

/** The head of a table that puts the solution beside the reference. */
export function besideHead(what: string): Html {
  return html`<thead>
    <tr>
      <th scope="col">${what}</th>
      <th scope="col" class="number">Solution</th>
      <th scope="col" class="number">Reference</th>
      <th scope="col" class="number">Ratio</th>
    </tr>
  </thead>`;
}

function renderWorkload({ name, costUs, ratio }: WorkloadCost): Html {
  const interval = `${ratio.median.toFixed(2)} × (${ratio.low.toFixed(2)} to ${ratio.high.toFixed(2)})`;
  return renderRow(WORKLOADS[name] ?? name, costUs, interval);
}

function renderSize({ keys, costUs }: LoadGrowth['costs'][number]): Html {
  const ratio = costUs.reference > 0 ? `${(costUs.candidate / costUs.reference).toFixed(2)} ×` : '–';
  return renderRow(`A claim with ${grouped(keys)} keys`, costUs, ratio);
}

function renderRow(name: string, { candidate, reference }: Beside, ratio: string): Html {
  return html`<tr>
    <th scope="row">${name}</th>
    <td class="number">${candidate.toFixed(1)}</td>
    <td class="number">${reference.toFixed(1)}</td>
    <td class="number">${ratio}</td>
  </tr>`;
}

function growthSentence({ exponent, measuredTo, upTo }: LoadGrowth): string {
  const reached =
    measuredTo < upTo
      ? `Measuring ended with ${grouped(measuredTo)} keys; what ${grouped(upTo)} cost is predicted from the growth until then.`
      : `Measured up to ${grouped(upTo)} keys.`;
  return (
    `All claims together cost as the number of keys to the power of ${exponent.candidate.toFixed(2)} ` +
    `(the reference: ${exponent.reference.toFixed(2)}): 1 is a constant cost for each, 2 one that grows with the keys. ${reached}`
  );
}

function leftSentence({ candidate, reference }: Beside): string {
  return `An expired payment leaves ${grouped(candidate)} bytes (the reference: ${grouped(reference)}).`;
}

function latencySentence({ p50, p99 }: LoadDetails['latencyMs']): string {
  return (
    `With a provider of 50 ms that fails 10 % of payments once, 1 % twice and 0.1 % three times, half of the payments took ` +
    `${p50.candidate} ms and 99 % at most ${p99.candidate} ms of virtual time (the reference: ${p50.reference} and ${p99.reference}).`
  );
}

function machineSentence({ model, cpus, boundTo, costsFrom, waiting }: LoadMachine): string {
  const bound = boundTo === null ? 'not bound to a CPU, so that ratios are rougher' : `bound to CPU ${boundTo}`;
  const source =
    costsFrom === 'system' ? 'CPU time was read from outside' : 'CPU time is what the runtime says, for want of /proc';
  return `${model}, ${cpus} CPUs; all subjects were ${bound}; ${source}; the CPU was busy with something else for ${Math.round(100 * waiting)} % of the time.`;
}
