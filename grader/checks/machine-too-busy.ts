/** The machine, not the solution, is why there are no figures: a subject got no CPU time for as long as it is given. */
export class MachineTooBusy extends Error {
  override readonly name = 'MachineTooBusy';
}
