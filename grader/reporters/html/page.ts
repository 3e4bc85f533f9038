import { style } from './style.ts';
import { html, trusted } from './tag.ts';
import type { Html } from './tag.ts';

/** The style may stand in the file; everything else, from anywhere, is refused. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export interface Page {
  readonly title: string;
  /** Rules of style beside those that every page has. */
  readonly style?: string;
  /** What stands in `body`. */
  readonly body: Html;
}

/** One HTML file that needs nothing else: no script, no request. */
export function renderPage({ title, style: more = '', body }: Page): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <style>
          ${trusted(style + more)}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html> `;
  return page.toString();
}
