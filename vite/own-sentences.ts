import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const source = fileURLToPath(new URL('../src/', import.meta.url));
const TABLE = /\/src\/shared\/text\/en\/core\.ts$/;

/** Codes of the sentences that the window's own code says: literals, which `own-sentences.unit.test.ts` watches over. */
export function ownCodes(): ReadonlySet<string> {
  const files = ['shared', 'renderer'].flatMap((folder) =>
    readdirSync(join(source, folder), { recursive: true })
      .map((name) => join(source, folder, String(name)))
      .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name)),
  );
  return new Set(files.flatMap((file) => codesIn(readFileSync(file, 'utf8'))));
}

export function codesIn(text: string): readonly string[] {
  return [...text.matchAll(/\bsay\(\s*'([\w.-]+)'/g)].map(([, code = '']) => code);
}

/**
 * Leaves in the window, of the English sentences of the core, only those that it says itself. The others arrive as text; in another
 * language their codes are found in that language's own table.
 */
export function ownSentences(): Plugin {
  return {
    name: 'own-sentences',
    enforce: 'pre',
    async load(id) {
      if (!TABLE.test(id)) return null;
      const { core } = (await import(id)) as { core: Readonly<Record<string, string>> };
      const own = [...ownCodes()].map((code) => {
        const text = core[code];
        if (text === undefined) throw new Error(`The window says ${code}, which no English table has.`);
        return [code, text];
      });
      // As in the whole table: codes are looked up without a prototype.
      return `export const core = Object.assign(Object.create(null), ${JSON.stringify(Object.fromEntries(own))});`;
    },
  };
}
