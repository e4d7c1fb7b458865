/** How much the window loads: every file of the built renderer, gzipped as a server would send it. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { report } from './aims.ts';

const KILO = 1000;
const folder = fileURLToPath(new URL('../../dist/renderer/', import.meta.url));

const files = readdirSync(folder, { recursive: true })
  .map(String)
  .filter((name) => statSync(join(folder, name)).isFile())
  .map((name) => {
    const content = readFileSync(join(folder, name));
    return { name, plain: content.length / KILO, gzipped: gzipSync(content, { level: 9 }).length / KILO };
  });

process.stdout.write('\nThe window’s files\n');
for (const { name, plain, gzipped } of files) {
  report({ name: `${name}, ${plain.toFixed(1)} kB plain`, value: gzipped, unit: 'kB gzipped', digits: 1 });
}
const total = files.reduce((sum, { gzipped }) => sum + gzipped, 0);
report({ name: 'all of them', value: total, unit: 'kB gzipped', atMost: 120, digits: 1 });
