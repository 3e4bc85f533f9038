/** Texts that would be more than text in a page that does not escape them. */
export const attacks = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '</style><style>*{display:none}</style>',
  '</title><base href="https://example.org/">',
  '</code></pre><iframe src="javascript:alert(1)"></iframe>',
  '*/ `${alert(1)}` // <svg onload=alert(1)> \u202e ]]> <![CDATA[',
];
