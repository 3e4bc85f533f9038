/** One claim of the command `claims`: the subject makes it, and the judge knows what it asks for. */
export interface BulkClaim {
  readonly key: string;
  readonly claim: { readonly fingerprint: string; readonly paymentId: string };
}

export function bulkClaim(prefix: string, index: number): BulkClaim {
  return {
    key: `${prefix}-${index}`,
    claim: { fingerprint: `fingerprint of ${index}`, paymentId: `payment ${index}` },
  };
}
