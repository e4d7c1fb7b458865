/** `--import` this to run sources that import templates as text (`?raw`) without a bundler. */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

const SUFFIX = '?raw';

registerHooks({
  load(url, context, next) {
    if (!url.endsWith(SUFFIX)) return next(url, context);
    const text = readFileSync(fileURLToPath(url.slice(0, -SUFFIX.length)), 'utf8');
    return { format: 'module', source: `export default ${JSON.stringify(text)};`, shortCircuit: true };
  },
});
