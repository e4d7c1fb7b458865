/** Facts whose words every language has in tables of its own (`told.exit`, `fact.probe`), as sentences. Pure. */
import type { Diagnosis } from './diagnosis.ts';
import type { ProbeDetail } from './probe.ts';
import { Said } from './said.ts';
import type { LastExit } from './service-state.ts';
import type { StatusReport } from './status-report.ts';

/** How a process ended. */
export function exitSaid({ code, signal, words }: Pick<LastExit, 'code' | 'signal' | 'words'>): Said {
  return new Said('exit', { ...(code === null ? {} : { code }), ...(signal === null ? {} : { signal }) }, words);
}

/** What a probe came to, in the gateway's or our words; null when there are none. */
export function probeSaid({ code, message }: Pick<ProbeDetail, 'code' | 'message'>): Said | null {
  return message === null ? null : new Said('probe', { code }, message);
}

/** The title of a finding. */
export function titleSaid(
  { code, title }: Pick<Diagnosis, 'code' | 'title'>,
  about: Pick<StatusReport, 'profile' | 'port'>,
): Said {
  return new Said('finding', { rule: code, profile: about.profile, port: about.port }, title);
}
