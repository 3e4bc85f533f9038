/** A grammar of highlight.js. */
declare const language: (hljs: unknown) => object;

export default language;
