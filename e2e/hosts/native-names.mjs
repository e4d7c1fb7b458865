/**
 * Names of the services that tests make on a machine which is not thrown away afterwards. One prefix for each run, so that the clean-up can
 * prove what is its own: only names with the very prefix of the run are ever removed.
 */
import { randomBytes } from 'node:crypto';

/** `octraytest-` and eight hexadecimal digits. */
export const PREFIX = /^octraytest-[0-9a-f]{8}$/;

export function newPrefix() {
  return `octraytest-${randomBytes(4).toString('hex')}`;
}

/** The prefix that was handed down. @throws Error when there is none, or one that could name somebody else's services. */
export function prefixOf(env) {
  const prefix = env.OCTRAY_NATIVE_PREFIX ?? '';
  if (PREFIX.test(prefix)) return prefix;
  throw new Error(
    'Set OCTRAY_NATIVE_PREFIX to "octraytest-" and eight hexadecimal digits: the names of the services made here.',
  );
}

/** The profile of a name such as `ai.openclaw.octraytest-01234567-one`; null when it has not this prefix. */
export function ownedName(prefix, name) {
  const place = name.indexOf(`${prefix}-`);
  const profile = place < 0 ? '' : name.slice(place);
  return /^octraytest-[0-9a-f]{8}-[a-z0-9-]{1,40}/.exec(profile)?.[0] ?? null;
}
