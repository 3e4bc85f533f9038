export function createIdempotencyStore() {
  throw new Error('\u001b[31mred\u001b[2J\u0007 <script>alert(1)</script> ]]> ::error::forged =HYPERLINK("x") \u202egnp.exe');
}
