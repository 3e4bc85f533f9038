import { describe, expect, it } from 'vitest';
import { syscallFilter, type SyscallProfile } from '../../../grader/sandbox/isolation/syscall-filter.ts';

const ALLOW = 0x7fff0000;
const KILL = 0x80000000;
const EPERM = 0x00050001;
const ENOSYS = 0x00050026;
const THREAD = 0x3d0f00;
const NEW_USER = 0x10000000;

interface Syscall {
  readonly number: number;
  readonly arch?: number;
  readonly argument?: number;
}

/** Runs the program as the kernel would; it has no loops and no stores. */
function answerTo(program: Buffer, { number, arch = 0xc000003e, argument = 0 }: Syscall): number {
  const data: Readonly<Record<number, number>> = { 0: number, 4: arch, 16: argument };
  let word = 0;
  for (let at = 0; at < program.length / 8; at += 1) {
    const operand = program.readUInt32LE(at * 8 + 4);
    const jump = (holds: boolean): number => program.readUInt8(at * 8 + (holds ? 2 : 3));
    switch (program.readUInt16LE(at * 8)) {
      case 0x20:
        word = data[operand] ?? NaN;
        break;
      case 0x15:
        at += jump(word === operand);
        break;
      case 0x35:
        at += jump(word >= operand);
        break;
      case 0x45:
        at += jump((word & operand) !== 0);
        break;
      case 0x06:
        return operand;
      default:
        throw new Error('an instruction that the filter has no use for');
    }
  }
  throw new Error('the program ends without an answer');
}

function filter(profile: SyscallProfile = 'subject', arch = 'x64'): Buffer {
  return syscallFilter(profile, arch) ?? Buffer.alloc(0);
}

describe('the filter of a subject', () => {
  it.each([
    ['read', 0],
    ['write', 1],
    ['mmap', 9],
    ['futex', 202],
    ['execve', 59],
  ])('allows %s', (_name, number) => {
    expect(answerTo(filter(), { number })).toBe(ALLOW);
  });

  it.each([
    ['socket', 41],
    ['connect', 42],
    ['ptrace', 101],
    ['kill', 62],
    ['fork', 57],
    ['vfork', 58],
    ['unshare', 272],
    ['setns', 308],
    ['mount', 165],
    ['io_uring_setup', 425],
    ['bpf', 321],
    ['process_vm_writev', 311],
    ['sched_setaffinity', 203],
    ['a call that no kernel has yet', 9_999],
  ])('denies %s', (_name, number) => {
    expect(answerTo(filter(), { number })).toBe(EPERM);
  });

  it('lets threads start and no processes', () => {
    expect(answerTo(filter(), { number: 56, argument: THREAD })).toBe(ALLOW);
    expect(answerTo(filter(), { number: 56, argument: 17 })).toBe(EPERM);
  });

  it('sends the C library back to calls whose flags it can see', () => {
    expect(answerTo(filter(), { number: 435 })).toBe(ENOSYS);
  });

  it('ends a process that calls through another architecture', () => {
    expect(answerTo(filter(), { number: 0, arch: 0x40000003 })).toBe(KILL);
    expect(answerTo(filter(), { number: 0x40000000 + 1 })).toBe(ENOSYS);
  });

  it('knows the numbers of aarch64', () => {
    const call = (number: number): Syscall => ({ number, arch: 0xc00000b7 });
    expect(answerTo(filter('subject', 'arm64'), call(63)), 'read').toBe(ALLOW);
    expect(answerTo(filter('subject', 'arm64'), call(198)), 'socket').toBe(EPERM);
    expect(answerTo(filter('subject', 'arm64'), call(117)), 'ptrace').toBe(EPERM);
  });
});

it('the filter of the bundler lets processes start, but no namespaces', () => {
  expect(answerTo(filter('bundler'), { number: 56, argument: 17 })).toBe(ALLOW);
  expect(answerTo(filter('bundler'), { number: 56, argument: NEW_USER | 17 })).toBe(EPERM);
  expect(answerTo(filter('bundler'), { number: 41 }), 'socket').toBe(EPERM);
});

it('there is none for a processor that the table does not know', () => {
  expect(syscallFilter('subject', 'riscv64')).toBeUndefined();
});
