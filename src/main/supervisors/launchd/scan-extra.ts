/**
 * Finds agents and daemons that start a gateway and are no profile's. Not listed: OpenClaw's own labels, its app in the menu bar, its
 * updaters, whatever carries its marker (openclaw 2026.9.6, service inspection), and this product's login item. Reads files only.
 */

import { posix } from 'node:path';
import type { ExtraService } from '../../../shared/extra-service.ts';
import { parseProfileName } from '../../../shared/profile.ts';
import { type Phrase, say } from '../../../shared/said.ts';
import { errnoOf, readTextIfThere } from '../../system/files.ts';
import type { ExtraDeps, ExtraScan } from '../extra.ts';
import { judge, listed, mentionsProduct, type NameMeaning } from '../extra-judgement.ts';
import { namesIn, readOrTell } from '../scan-files.ts';
import { definitionOf, parseAgentPlist } from './parse-plist.ts';
import { LAUNCHD_PLACES, type LaunchdPlaces } from './paths.ts';
import { readBytes } from './plan.ts';
import { agentRemoval } from './remove-extra.ts';

export async function scanExtraAgents(
  deps: Pick<ExtraDeps, 'host' | 'clock'>,
  places: LaunchdPlaces = LAUNCHD_PLACES,
): Promise<ExtraScan> {
  const own = posix.join(deps.host.accountHome, 'Library', 'LaunchAgents');
  const services: ExtraService[] = [];
  const problems: Phrase[] = [];
  for (const folder of [own, ...places.systemFolders]) {
    for (const file of await namesIn(folder, ({ name }) => name.endsWith('.plist'), problems)) {
      const path = posix.join(folder, file);
      const found = await lookAtAgent(deps, path, folder === own ? 'user' : 'system', problems);
      if (found !== null) services.push(found);
    }
  }
  return { services, problems };
}

async function lookAtAgent(
  deps: Pick<ExtraDeps, 'host' | 'clock'>,
  path: string,
  scope: ExtraService['scope'],
  problems: Phrase[],
): Promise<ExtraService | null> {
  const fileName = posix.basename(path, '.plist');
  const bytes = await readOrTell(path, readBytes, problems);
  if (bytes === null) return null;
  const text = bytes.toString('latin1');
  // The words of a binary plist stand in it as they are, or as UTF-16, which no path of a gateway needs.
  if (!mentionsProduct(text) && !mentionsProduct(fileName)) return null;
  const read = parseAgentPlist(bytes);
  const meaning = meaningOfLabel(read.ok ? read.agent.label : fileName, fileName);
  if (!read.ok && meaning.kind === 'profile' && !/gateway/i.test(text)) return null;
  const envText = read.ok ? await envTextOf(read.agent.envFile) : null;
  const parsed = read.ok ? definitionOf(read.agent, envText) : null;
  const environment = parsed?.definition.environment ?? {};
  const judgement = await judge({
    meaning,
    definition: parsed?.definition ?? null,
    problem: read.ok ? null : read.reason,
    marked: 'OPENCLAW_SERVICE_MARKER' in environment || 'OPENCLAW_SERVICE_KIND' in environment,
    home: scope === 'user' ? deps.host.accountHome : null,
  });
  if (judgement === null) return null;
  const name = read.ok ? read.agent.label : fileName;
  const service = listed({ name, path, scope, supervisor: 'launchd' }, judgement, [
    say('extra.property-list', { path }),
  ]);
  const { commands } = await agentRemoval(deps, service);
  return { ...service, removal: commands.map((argv) => [...argv]) };
}

/** `com.clawdbot.gateway`, `com.steipete.clawdbot.gateway`, `bot.molt.gateway` and their like (OpenClaw's lists of 2026.1). */
const LEGACY_LABEL = /(?:^|\.)(?:clawdbot|moltbot|bot\.molt)\.gateway$/i;
const OWN_LABEL = /^(?:ai\.openclaw\.|dev\.openclaw-tray)/;

/** The label decides; a file is named after it, but the file of a broken plist is all there is. */
export function meaningOfLabel(label: string, fileName: string): NameMeaning {
  if (LEGACY_LABEL.test(label) || LEGACY_LABEL.test(fileName)) return { kind: 'legacy' };
  if (label === 'ai.openclaw.gateway') return { kind: 'profile', profile: null };
  const profile = /^ai\.openclaw\.(?<profile>[^.]+)$/.exec(label)?.groups?.profile;
  const parsed = profile === undefined || profile === 'node' ? null : parseProfileName(profile);
  if (parsed?.ok === true) return { kind: 'profile', profile: parsed.value.name };
  return OWN_LABEL.test(label) ? { kind: 'own' } : { kind: 'other' };
}

async function envTextOf(path: string | null): Promise<string | null> {
  if (path === null) return null;
  try {
    return await readTextIfThere(path);
  } catch (cause) {
    if (errnoOf(cause) === null) throw cause;
    return null; // Not ours to read: then nothing is known of its environment.
  }
}
