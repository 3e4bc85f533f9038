/** The seccomp filter: a program for the kernel's classic BPF machine that allows what is listed and denies everything else. */

import { Buffer } from 'node:buffer';
import { CLONE, CLONE3, COMPUTING, STARTING_PROGRAMS, type SyscallNumbers } from './syscall-table.ts';

/** What a confined process is there for: `subject` runs the candidate's code, `bundler` starts esbuild. */
export type SyscallProfile = 'subject' | 'bundler';

/** Constants of linux/audit.h, by Node's name of the architecture; x86-64 stands first in the pairs of the table. */
const ARCHITECTURES = [
  { arch: 'x64', audit: 0xc000003e },
  { arch: 'arm64', audit: 0xc00000b7 },
] as const;

/** Codes of linux/bpf_common.h. */
const LOAD_WORD = 0x20;
const JUMP_IF_EQUAL = 0x15;
const JUMP_IF_AT_LEAST = 0x35;
const JUMP_IF_ANY_BIT = 0x45;
const RETURN = 0x06;

/** Answers of linux/seccomp.h; an error number stands in the lower half. */
const ALLOW = 0x7fff0000;
const KILL_PROCESS = 0x80000000;
const failWith = (errno: number): number => 0x00050000 | errno;
const EPERM = 1;
const ENOSYS = 38;

/** Offsets in `struct seccomp_data`; both architectures are little-endian, the lower half of an argument comes first. */
const NUMBER_AT = 0;
const ARCHITECTURE_AT = 4;
const FIRST_ARGUMENT_AT = 16;

/** Calls of the x32 ABI carry this bit. */
const X32_BIT = 0x40000000;
/** Flag of `clone` for a thread of the same process. */
const CLONE_THREAD = 0x00010000;
/** Flags of `clone` that make namespaces. */
const CLONE_NAMESPACES = 0x7e020000;

interface Instruction {
  readonly code: number;
  /** Instructions to skip when the condition holds, and when it does not. */
  readonly yes: number;
  readonly no: number;
  readonly operand: number;
}

/** The filter for this kind of processor, as bubblewrap's `--seccomp` reads it; `undefined` for a processor without a table. */
export function syscallFilter(profile: SyscallProfile, arch: string = process.arch): Buffer | undefined {
  const index = ARCHITECTURES.findIndex((known) => known.arch === arch);
  const architecture = ARCHITECTURES[index];
  if (architecture === undefined) return undefined;
  const numberOf = (numbers: SyscallNumbers): number[] => [numbers[index] ?? null].filter((number) => number !== null);
  const allowed = { ...COMPUTING, ...(profile === 'bundler' ? STARTING_PROGRAMS : {}) };
  return assemble([
    load(ARCHITECTURE_AT),
    ...unless(JUMP_IF_EQUAL, architecture.audit, KILL_PROCESS),
    load(NUMBER_AT),
    ...when(JUMP_IF_AT_LEAST, X32_BIT, failWith(ENOSYS)),
    ...numberOf(CLONE).flatMap((number) => judgeClone(number, profile)),
    ...numberOf(CLONE3).flatMap((number) => when(JUMP_IF_EQUAL, number, failWith(ENOSYS))),
    ...Object.values(allowed).flatMap((numbers) =>
      numberOf(numbers).flatMap((number) => when(JUMP_IF_EQUAL, number, ALLOW)),
    ),
    answer(failWith(EPERM)),
  ]);
}

/** A subject may only start threads; the bundler starts processes, but no namespaces. */
function judgeClone(number: number, profile: SyscallProfile): readonly Instruction[] {
  const judged =
    profile === 'subject'
      ? [...when(JUMP_IF_ANY_BIT, CLONE_THREAD, ALLOW), answer(failWith(EPERM))]
      : [...when(JUMP_IF_ANY_BIT, CLONE_NAMESPACES, failWith(EPERM)), answer(ALLOW)];
  const body = [load(FIRST_ARGUMENT_AT), ...judged];
  return [{ code: JUMP_IF_EQUAL, yes: 0, no: body.length, operand: number }, ...body];
}

function load(operand: number): Instruction {
  return { code: LOAD_WORD, yes: 0, no: 0, operand };
}

function answer(operand: number): Instruction {
  return { code: RETURN, yes: 0, no: 0, operand };
}

function when(code: number, operand: number, then: number): readonly Instruction[] {
  return [{ code, yes: 0, no: 1, operand }, answer(then)];
}

function unless(code: number, operand: number, then: number): readonly Instruction[] {
  return [{ code, yes: 1, no: 0, operand }, answer(then)];
}

/** `struct sock_filter` of linux/filter.h: 16 bits of code, two jumps of 8 bits, 32 bits of operand. */
function assemble(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  for (const [index, { code, yes, no, operand }] of program.entries()) {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(yes, index * 8 + 2);
    bytes.writeUInt8(no, index * 8 + 3);
    bytes.writeUInt32LE(operand, index * 8 + 4);
  }
  return bytes;
}
