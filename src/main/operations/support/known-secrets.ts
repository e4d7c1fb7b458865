/** Every value on this machine that is known to be a secret of OpenClaw's: they must not appear in anything that leaves it. */
import type { ResolvedProfile } from '../../profiles/profile.ts';
import { errnoOf, readTextIfThere } from '../../system/files.ts';
import type { CoreContext } from '../context.ts';
import { backupsOf, secretPairs } from '../exposed-secrets.ts';
import type { GatheredProfile } from '../gather.ts';
import { soundsSecret } from './cleaner.ts';
import { shapeOf } from './config-shape.ts';

const ENVIRONMENT_FILE_MIN = 6;

/** What cannot be read holds nothing that could be shown either. */
export async function knownSecrets(context: CoreContext, gathered: readonly GatheredProfile[]): Promise<string[]> {
  const found: (string | null)[] = Object.entries(context.host.env).map(([name, value]) =>
    soundsSecret(name) && value !== undefined && !value.startsWith('/') ? value : null,
  );
  for (const { facts } of gathered) {
    found.push(facts.credentials.token, facts.credentials.password);
    found.push(...(await ofConfiguration(facts.profile)));
    const { definition } = facts.inspection;
    if (definition.status !== 'present') continue;
    const variables = Object.entries(definition.parsed?.environment ?? {});
    found.push(...variables.flatMap(([name, value]) => (soundsSecret(name) ? [value] : [])));
    const beside = [definition.path, ...definition.overrides, ...(definition.parsed?.environmentFiles ?? [])];
    for (const path of [...beside, ...(await orNothing(() => backupsOf(definition.path), []))]) {
      const text = await orNothing(() => readTextIfThere(path.replace(/^-/, '')), null);
      found.push(...secretPairs(text ?? '', soundsSecret).map(({ value }) => value));
    }
  }
  return [...new Set(found.filter((value): value is string => value !== null && value.length >= 4))];
}

async function ofConfiguration(profile: ResolvedProfile): Promise<string[]> {
  const { parseDotEnv } = await import('../../openclaw/dotenv.ts');
  const { loadConfigTree } = await import('../../openclaw/includes.ts');
  const { ExpectedError } = await import('../../../shared/outcome.ts');
  const dotenv = await orNothing(() => readTextIfThere(`${profile.stateDir}/.env`), null);
  const values = Object.values(parseDotEnv(dotenv ?? '')).filter(
    (value) => value.length >= ENVIRONMENT_FILE_MIN && !value.startsWith('/'),
  );
  try {
    const { tree } = await loadConfigTree(profile.configPath, profile.env, profile.home);
    return [...values, ...shapeOf(tree).secrets];
  } catch (cause) {
    if (!(cause instanceof ExpectedError)) throw cause;
    // Not understood: its text is searched instead.
    const text = await orNothing(() => readTextIfThere(profile.configPath), null);
    return [...values, ...secretPairs(text ?? '', soundsSecret).map(({ value }) => value)];
  }
}

/** `nothing` for what the file system refuses. */
async function orNothing<T>(read: () => Promise<T>, nothing: T): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (errnoOf(cause) === null) throw cause;
    return nothing;
  }
}
