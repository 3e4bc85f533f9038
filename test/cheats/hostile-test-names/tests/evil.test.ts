import { expect, it } from 'vitest';
it('\u001b[31mred\u001b[2J\u0007 <script>alert(1)</script> ]]> ::error::forged =HYPERLINK("x") \u202egnp.exe', () => { expect('\u001b[31mred\u001b[2J\u0007 <script>alert(1)</script> ]]> ::error::forged =HYPERLINK("x") \u202egnp.exe').toBe(1); });
