import { ExpectedError } from '../../../shared/outcome.ts';
import type { CoreContext } from '../../operations/context.ts';
import type { ResolvedProfile } from '../../profiles/profile.ts';
import { resolveProfile } from '../../profiles/resolve.ts';
import type { Selection } from '../cli-context.ts';

/** The profile that the command line means. @throws ExpectedError `invalid-profile-name` or `usage`. */
export function profileOf(core: CoreContext, selection: Selection): ResolvedProfile {
  const resolved = resolveProfile({ ...selection, dev: selection.dev ?? false }, core.host);
  if (resolved.ok) return resolved.value;
  throw ExpectedError.from(resolved.error);
}
