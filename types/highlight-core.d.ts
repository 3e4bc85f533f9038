/** What we use of `highlight.js/lib/core`. Its own types would pull the whole DOM into a program that runs in Node. */
declare const hljs: {
  readonly registerLanguage: (name: string, language: (hljs: unknown) => object) => void;
  /** `value` is HTML: tokens in spans, everything escaped. */
  readonly highlight: (
    code: string,
    options: { readonly language: string; readonly ignoreIllegals: boolean },
  ) => { readonly value: string };
};

export default hljs;
