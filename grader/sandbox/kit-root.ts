/** Where the kit itself is installed, and which one it is. */

import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import manifest from '../../package.json' with { type: 'json' };

/** The folder that holds package.json, skeleton, reference, grader and challenges. */
export const KIT_ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The kit's own version. */
export const KIT_VERSION: string = manifest.version;
