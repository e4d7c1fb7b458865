/** Secrets in the definition, in the person's override files and in backups beside it: their names and places, never a value. */
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ServiceInspection } from '../../shared/service-state.ts';
import type { ExposedSecret } from '../health/closer-look.ts';
import { isSecretKey } from '../supervisors/systemd/strip-secrets.ts';
import { errnoOf, readTextIfThere } from '../system/files.ts';

/** null when one of the places could not be read. */
export async function exposedSecrets({ definition }: ServiceInspection): Promise<readonly ExposedSecret[] | null> {
  if (definition.status !== 'present' || definition.masked) return [];
  try {
    const files = [
      { path: definition.path, kind: 'definition' as const },
      ...definition.overrides.map((path) => ({ path, kind: 'override' as const })),
      ...(await backupsOf(definition.path)).map((path) => ({ path, kind: 'backup' as const })),
    ];
    const found: ExposedSecret[] = [];
    for (const { path, kind } of files) {
      const names = secretNames((await readTextIfThere(path)) ?? '');
      if (names.length > 0) found.push({ path, kind, names });
    }
    return found;
  } catch (cause) {
    if (errnoOf(cause) === null) throw cause;
    return null;
  }
}

/** Files beside a definition that hold an older state of it (`x.service.bak`, `x.service.bak.1`, `x.service~`, `x.service.old`). */
export async function backupsOf(path: string): Promise<readonly string[]> {
  const folder = dirname(path);
  const name = basename(path);
  const all = await readdir(folder);
  return all
    .filter(
      (each) =>
        each.startsWith(name) && /^(?:~|\.(?:bak|backup|old|orig|save)(?:[.~-].*|\d*)?)$/.test(each.slice(name.length)),
    )
    .sort()
    .map((each) => join(folder, each));
}

/** Names of variables, keys and options that carry a secret in a unit, a plist, a batch file or JSON. Exported for its tests. */
export function secretNames(text: string): readonly string[] {
  return [...new Set(secretPairs(text, isSecretKey).map(({ name }) => name))];
}

/** Names with their values, to be hidden elsewhere; never shown. `isSecret` decides by the name. */
export function secretPairs(
  text: string,
  isSecret: (name: string) => boolean,
): readonly { readonly name: string; readonly value: string }[] {
  const found: { name: string; value: string }[] = [];
  // Environment=A=x "B=y"; set "A=x"; export A='x'; <key>A</key><string>x; "A": "x"
  for (const pattern of [ASSIGNMENT, OPTION]) {
    for (const [, name = '', quoted, single, bare = ''] of text.matchAll(pattern)) {
      const value = quoted ?? single ?? bare;
      if ((pattern === OPTION || isSecret(name)) && !isHarmless(value)) found.push({ name, value });
    }
  }
  return found;
}

/** In quotes, or up to the next space. Looked at without being taken: `Environment=A_TOKEN=x` holds an assignment in a value. */
const VALUE = String.raw`(?=(?:"((?:\\.|[^"\\])*)"|'([^']*)'|([^\s"'<]+)))`;
const ASSIGNMENT = new RegExp(String.raw`\b([A-Za-z_]\w*)["']?(?:\s*[:=]\s*|<\/key>\s*<string>)${VALUE}`, 'g');
const OPTION = new RegExp(
  String.raw`(--(?:gateway-)?(?:token|password))(?:=|["',\]]*\s+|["'],\s*|<\/string>\s*<string>)${VALUE}`,
  'g',
);

/** A reference, or a place where a secret was. */
function isHarmless(value: string): boolean {
  return /^(?:|REMOVED|\$\{?\w+\}?|%\w+%|\(hidden\)|\[hidden\]|__OPENCLAW_REDACTED__)$/.test(value);
}
