import { deflateRawSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Tables of sentences of another language: one exported record of strings each. */
const TABLE = /\/src\/shared\/text\/(?:ja|zh)\/(?:core\/[\w-]+|help)\.ts$/;

/**
 * Keeps the sentences of other languages packed in the shim, and unpacks them when their language is chosen: the whole file is read at
 * every start, and there each of their letters would stand as an escape of six.
 */
export function packedTexts(): Plugin {
  return {
    name: 'packed-texts',
    enforce: 'pre',
    async load(id) {
      if (!TABLE.test(id)) return null;
      const [exported, ...more] = Object.entries((await import(id)) as Record<string, unknown>);
      if (exported === undefined || more.length > 0) throw new Error(`${id} must export one table`);
      const [name, table] = exported;
      const packed = deflateRawSync(JSON.stringify(table), { level: 9 }).toString('base64');
      return `const { inflateRawSync } = process.getBuiltinModule('node:zlib');
export const ${name} = JSON.parse(inflateRawSync(Buffer.from('${packed}', 'base64')).toString('utf8'));`;
    },
  };
}
