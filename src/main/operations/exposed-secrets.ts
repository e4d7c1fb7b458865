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
  const found = new Set<string>();
  // Environment=A=x "B=y"; set "A=x"; export A='x'; <key>A</key><string>x; "A": "x"
  for (const [, name = '', value = ''] of text.matchAll(
    /\b([A-Za-z_]\w*)["']?(?:\s*[:=]\s*|<\/key>\s*<string>)["']?([^\s"'<]+)/g,
  )) {
    if (isSecretKey(name) && !isHarmless(value)) found.add(name);
  }
  for (const [, option = '', value = ''] of text.matchAll(
    /(--(?:gateway-)?(?:token|password))(?:=|["',\]]*\s+["']?|<\/string>\s*<string>)([^\s"'<]+)/g,
  )) {
    if (!isHarmless(value)) found.add(option);
  }
  return [...found];
}

/** A reference, or a place where a secret was. */
function isHarmless(value: string): boolean {
  return /^(?:REMOVED|\$\{?\w+\}?|%\w+%|\(hidden\)|\[hidden\]|__OPENCLAW_REDACTED__)$/.test(value);
}
