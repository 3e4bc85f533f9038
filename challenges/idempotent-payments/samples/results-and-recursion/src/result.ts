/** A value or a problem. */
export type Result<Value, Problem> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: Problem };

export const success = <Value>(value: Value): { readonly ok: true; readonly value: Value } => ({ ok: true, value });

export const problem = <Problem>(what: Problem): { readonly ok: false; readonly problem: Problem } => ({
  ok: false,
  problem: what,
});

/** Whatever `job` throws or rejects with, as a value. */
export async function caught<Value>(job: () => Value | Promise<Value>): Promise<Result<Value, unknown>> {
  try {
    return success(await job());
  } catch (reason) {
    return problem(reason);
  }
}
