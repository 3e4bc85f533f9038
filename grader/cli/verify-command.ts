import { join } from 'node:path';
import { loadChallenge } from '../challenge/load-challenge.ts';
import { KIT_ROOT } from '../sandbox/kit-root.ts';
import { renderVerification } from '../verify/render-verification.ts';
import { verifyChallenge, type Progress } from '../verify/verify-challenge.ts';
import { EXIT } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { interruptible } from './interrupt.ts';
import type { Terminal } from './terminal.ts';
import type { VerifyFlags } from './verify-options.ts';

/** `grade verify [challenge]`: exits with 1 where something has to be mended. */
export async function runVerify(terminal: Terminal, id: string, flags: VerifyFlags): Promise<ExitCode> {
  const challenge = await loadChallenge(KIT_ROOT, id);
  const verification = await interruptible((signal) =>
    verifyChallenge({
      challenge,
      sampleFolders: [join(challenge.root, 'samples'), ...(flags.samples ?? [])],
      seeds: Array.from({ length: flags.seeds }, (_, index) => index + 1),
      only: flags.only ?? '',
      load: flags.load,
      signal,
      onProgress: (progress) => tell(terminal, progress, flags.quiet === true),
    }),
  );
  if (terminal.rewritable && flags.quiet !== true) terminal.tell('\r\u001b[2K');
  const show = { mutants: flags.mutants === true, redundant: flags.redundant === true };
  terminal.print(
    flags.json === true ? `${JSON.stringify(verification, null, 2)}\n` : renderVerification(verification, show),
  );
  return verification.errors.length === 0 ? EXIT.ok : EXIT.belowGate;
}

function tell(terminal: Terminal, { done, total, name }: Progress, quiet: boolean): void {
  if (quiet) return;
  const line = `${done + 1} of ${total}: ${name}`;
  terminal.tell(terminal.rewritable ? `\r\u001b[2K${line}` : `${line}\n`);
}
