import type { Plugin } from 'vite';

/**
 * Node's own modules, loaded when the module that uses them is first evaluated. In a bundle of one file every `import … from 'node:x'`
 * would be hoisted to the top and loaded at each start, whatever the verb: `--version` would pay for TLS and HTTP/2.
 */
export function lazyBuiltins(): Plugin {
  const pattern =
    /^import\s+(?:(?<whole>[\w$]+)|\*\s+as\s+(?<space>[\w$]+)|\{(?<named>[^}]*)\})\s+from\s+["'](?<name>node:[\w/]+)["'];?$/gm;
  return {
    name: 'lazy-builtins',
    enforce: 'post',
    transform(code, id) {
      if (!/\.[cm]?[jt]sx?$/.test(id.split('?')[0] ?? '')) return null;
      const changed = code.replace(pattern, (...found) => {
        const groups: Record<string, string | undefined> = found.at(-1);
        const load = `globalThis.process.getBuiltinModule(${JSON.stringify(groups.name)})`;
        if (groups.named === undefined) return `const ${groups.whole ?? groups.space} = ${load};`;
        const names = groups.named
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== '')
          .map((part) => part.replace(/\s+as\s+/, ': '));
        return `const { ${names.join(', ')} } = ${load};`;
      });

      return changed === code ? null : { code: changed, map: null };
    },
  };
}
