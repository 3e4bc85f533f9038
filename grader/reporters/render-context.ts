import type { LoadBands, Part, Rule } from '../model/challenge.ts';
import type { Audience } from '../model/report.ts';

/** chalk's: 0 no colour, 1 the 16 basic ones, 2 256, 3 all. */
export type ColorLevel = 0 | 1 | 2 | 3;

/** What a reporter needs beside the report. */
export interface RenderContext {
  readonly audience: Audience;
  /** `sha256:…` over the canonical result of the whole report; `null` where nobody computed it. */
  readonly resultHash: string | null;
  /** Texts of the challenge that the report was made with. A rule that is missing here is shown without its texts. */
  readonly challenge: {
    readonly title: string;
    readonly parts: readonly Part[];
    readonly rules: readonly Rule[];
    /** How load turns into points; shown where it is known. */
    readonly load?: LoadBands;
  };
  /** For `terminal` alone. */
  readonly colorLevel: ColorLevel;
  /** Columns of the terminal; for `terminal` alone. */
  readonly width: number;
  /** Where the HTML report and report.json stand, as the user would type it; `null` where they were not written. */
  readonly paths: { readonly html: string | null; readonly json: string | null };
}
