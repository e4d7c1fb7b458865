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
const sum = (some: typeof files) => some.reduce((total, { gzipped }) => total + gzipped, 0);
/** A language is a file of its own, read when it is the one that is shown; English is the reference and always there. */
const LANGUAGE = /(?:^|[\\/])(ja|zh|pseudo-language)-[^\\/]*\.js$/;
const languageOf = ({ name }: (typeof files)[number]) => LANGUAGE.exec(name)?.[1] ?? null;
/** The text about a finding is read when somebody opens it, one at a time. */
const pages = readdirSync(fileURLToPath(new URL('../../docs/rules/', import.meta.url))).map((name) =>
  name.replace(/\.md$/, ''),
);
const isPage = ({ name }: (typeof files)[number]) => pages.some((page) => name.startsWith(join('assets', `${page}-`)));
const always = files.filter((file) => languageOf(file) === null && !isPage(file));

process.stdout.write('\nWhat a window loads, with every sheet\n');
for (const [name, language] of [
  ['in English', null],
  ['in Japanese', 'ja'],
  ['in Chinese', 'zh'],
] as const) {
  const words = files.filter((file) => language !== null && languageOf(file) === language);
  if (language !== null && words.length === 0) throw new Error(`No file of the language ${language} was built.`);
  report({ name, value: sum([...always, ...words]), unit: 'kB gzipped', atMost: 120, digits: 1 });
}
report({
  name: 'all that is installed, three languages',
  value: sum(files),
  unit: 'kB gzipped',
  atMost: 120,
  digits: 1,
});
