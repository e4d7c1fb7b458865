import type { Plugin } from 'vite';

/**
 * Writes every character outside ASCII as an escape. One Japanese letter in a bundle makes V8 keep all of its source in two bytes a
 * character, and decode it with care, at every start. In strings, templates and regular expressions an escape means the same; a bundle has
 * such characters nowhere else once its comments are gone.
 */
export function asciiOnly(): Plugin {
  return {
    name: 'ascii-only',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        chunk.code = chunk.code.replaceAll(
          /[^\x00-\x7f]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
        );
      }
    },
  };
}
