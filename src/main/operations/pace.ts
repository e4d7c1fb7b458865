/**
 * How soon to look again at a profile that is not at rest. Pure. A change of files, process or port is seen at once whatever this says;
 * it is for what can only be found out by asking, and asking costs: processes here, and a gateway locks out who asks too often.
 */
import type { ProbeCode } from '../../shared/probe.ts';
import type { StatusReport } from '../../shared/status-report.ts';

const ON_THE_WAY_MS = 1_000;
/** Something on its way for longer than this many looks is not followed every second any more. */
const PATIENCE = 60;
const SLOW_MS = 5_000;
const LONGEST_MS = 30_000;
/** The gateway counts wrong secrets and locks out (openclaw 2026.9.6, auth rate limit): the same secret is not sent often. */
const REFUSED_MS = [5_000, 15_000, 60_000] as const;
const LONGEST_REFUSED_MS = 300_000;

const REFUSALS: ReadonlySet<ProbeCode> = new Set([
  'auth-required',
  'auth-mismatch',
  'pairing-required',
  'protocol-mismatch',
  'secret-unresolved',
  'tls-failed',
]);

/**
 * Milliseconds until the next look, or Infinity when nothing is expected to happen by itself.
 * @param repeats how many looks before this one found the same.
 * @param atRest see `isSettled`.
 */
export function nextLookIn(
  report: Pick<StatusReport, 'state' | 'probeDetail'>,
  atRest: boolean,
  repeats: number,
): number {
  if (atRest) return Number.POSITIVE_INFINITY;
  const code = report.probeDetail?.code ?? null;
  if (report.state === 'running' && code !== null) {
    if (code === 'rate-limited') {
      const asked = report.probeDetail?.retryAfterMs ?? LONGEST_MS;
      return Math.min(LONGEST_REFUSED_MS, Math.max(SLOW_MS, asked + ON_THE_WAY_MS));
    }
    if (REFUSALS.has(code)) return REFUSED_MS[repeats] ?? LONGEST_REFUSED_MS;
    if (code !== 'starting' && code !== 'stopping' && code !== 'ok') return doubling(repeats - 1);
  }
  if (report.state === 'unknown') return doubling(repeats);
  return repeats < PATIENCE ? ON_THE_WAY_MS : SLOW_MS;
}

/** 1 s, 2 s, 4 s … 30 s. */
export function doubling(times: number): number {
  return Math.min(LONGEST_MS, ON_THE_WAY_MS * 2 ** Math.min(10, Math.max(0, times)));
}
