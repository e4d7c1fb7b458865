/**
 * Finds gateway services that are not ours to drive: leftovers of old names, and units somebody wrote by hand. Services of named
 * profiles, and whatever carries OpenClaw's marker, are first-class and never listed (openclaw 2026.9.6, service inspection).
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExtraService } from '../../../shared/status-report.ts';
import { errnoOf, readTextIfThere } from '../../system/files.ts';
import type { Host } from '../../system/host.ts';

const SYSTEM_FOLDERS = ['/etc/systemd/system', '/usr/lib/systemd/system', '/lib/systemd/system'];
const LEGACY_WORD = 'clawdbot';
const MARKERS = ['OPENCLAW_SERVICE_MARKER', 'OPENCLAW_SERVICE_KIND'];
const NODE_HOST_UNIT = 'openclaw-node';

export async function scanExtraUnits(host: Host): Promise<ExtraService[]> {
  const found: ExtraService[] = [];
  const seen = new Set<string>();
  const folders = [
    { folder: join(host.home, '.config', 'systemd', 'user'), scope: 'user' as const },
    ...SYSTEM_FOLDERS.map((folder) => ({ folder, scope: 'system' as const })),
  ];
  for (const { folder, scope } of folders) {
    for (const name of await unitsIn(folder)) {
      const path = join(folder, name);
      if (seen.has(`${scope}:${name}`)) continue; // /lib is /usr/lib on merged systems.
      const text = await readUnit(path);
      const extra = text === null ? null : classify(name, path, scope, text);
      if (extra === null) continue;
      seen.add(`${scope}:${name}`);
      found.push(extra);
    }
  }
  return found;
}

async function unitsIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.service')).sort();
  } catch (cause) {
    if (['ENOENT', 'EACCES', 'ENOTDIR'].includes(errnoOf(cause) ?? '')) return [];
    throw cause;
  }
}

/** null for what is no readable file: a link to /dev/null (masked), a dangling link, a unit of another user. */
async function readUnit(path: string): Promise<string | null> {
  try {
    return await readTextIfThere(path);
  } catch (cause) {
    if (errnoOf(cause) === null) throw cause;
    return null;
  }
}

/** Exported for its tests. `text` is the unit file. */
export function classify(name: string, path: string, scope: 'user' | 'system', text: string): ExtraService | null {
  const base = name.replace(/\.service$/, '');
  const command = [...text.matchAll(/^\s*ExecStart\s*=\s*((?:.*\\\n)*.*)$/gm)]
    .map((match) => match[1] ?? '')
    .join(' ')
    .toLowerCase();
  const legacy = base === `${LEGACY_WORD}-gateway`;
  if (!legacy) {
    if (base.startsWith('openclaw-gateway') || base === NODE_HOST_UNIT) return null;
    if (MARKERS.some((marker) => text.includes(marker))) return null;
    if (!command.includes('gateway') || !(command.includes('openclaw') || command.includes(LEGACY_WORD))) return null;
  }
  return {
    name,
    path,
    scope,
    kind: legacy ? 'legacy' : 'extra',
    reason: legacy
      ? 'An older name of the same gateway: both would fight for the port.'
      : 'It starts an OpenClaw gateway, but was not made by OpenClaw or this app.',
    removal: removalOf(name, path, scope),
  };
}

function removalOf(name: string, path: string, scope: 'user' | 'system'): string[][] {
  return scope === 'user'
    ? [
        ['systemctl', '--user', 'disable', '--now', name],
        ['rm', path],
        ['systemctl', '--user', 'daemon-reload'],
      ]
    : [
        ['sudo', 'systemctl', 'disable', '--now', name],
        ['sudo', 'rm', path],
        ['sudo', 'systemctl', 'daemon-reload'],
      ];
}
