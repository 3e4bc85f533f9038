import { EXIT } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { inspectMachine } from './inspect-machine.ts';
import type { Machine } from './inspect-machine.ts';
import type { OutputFlags } from './output-flags.ts';
import { colorLevel } from './terminal.ts';
import type { Terminal } from './terminal.ts';

/** `grade doctor`: what this machine can do, and whether that is enough to grade. */
export async function runDoctor(terminal: Terminal, flags: OutputFlags): Promise<ExitCode> {
  const machine = await inspectMachine();
  const text =
    flags.json === true ? `${JSON.stringify(machine, null, 2)}\n` : render(machine, colorLevel(flags.color) > 0);
  terminal.print(text);
  return machine.ok ? EXIT.ok : EXIT.kitFault;
}

function render(machine: Machine, color: boolean): string {
  const { node, memory, noise } = machine;
  const rows: readonly (readonly [string, string])[] = [
    ['kit', machine.kit],
    ['runtime', `Node ${node.running} (pinned ${node.pinned}; started by ${node.host})`],
    ['isolation', isolationOf(machine)],
    ['cores', `${machine.cores} (${machine.cpu})`],
    ['memory', `${inGib(memory.availableBytes)} of ${inGib(memory.totalBytes)} available`],
    ['load', machine.loadAverage.map((value) => value.toFixed(2)).join(' ')],
    [
      'noise',
      `${noise.spreadPercent} % spread over ${noise.rounds} rounds of ${noise.medianMs} ms; ${wording(noise.spreadPercent)}`,
    ],
    ...machine.tools.map((tool) => [tool.name, tool.problem ?? tool.version ?? 'found'] as const),
  ];
  const table = rows.map(([name, value]) => `${name.padEnd(12)}${value}\n`).join('');
  const verdict = machine.ok
    ? 'Grading works here.'
    : `Grading does not work here:\n${machine.problems.map((problem) => `  ${problem}\n`).join('')}`.trimEnd();
  const code = machine.ok ? 32 : 31;
  return `${table}\n${color ? `\u001b[${code}m${verdict}\u001b[39m` : verdict}\n`;
}

function isolationOf({ isolation, weakness, bubblewrap }: Machine): string {
  const found = bubblewrap === null ? '' : `; bubblewrap ${bubblewrap}`;
  return weakness === null ? `${isolation}${found}` : `${isolation}${found}; not full: ${weakness}`;
}

/** What the spread means for the load check, the only one that depends on it. */
function wording(spreadPercent: number): string {
  if (spreadPercent <= 10) return 'quiet';
  return spreadPercent <= 40 ? 'some noise: load ratios get wider intervals' : 'very noisy: load may not be measurable';
}

function inGib(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
