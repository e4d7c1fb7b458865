/**
 * The three facts of a profile (definition, process, RPC) and where the line between them is cut. Pure.
 */
import type { LastExit } from '../../shared/service-state.ts';
import type { PortOwner, StatusReport } from '../../shared/status-report.ts';
import { formatDuration, sinceIso } from '../../shared/text/format.ts';
import { exitText } from '../../shared/text/tell.ts';
import type { Words } from '../../shared/text/words.ts';
import type { Glyph } from '../parts/icon.tsx';

export interface Fact {
  readonly key: 'definition' | 'process' | 'rpc';
  readonly label: string;
  readonly glyph: Glyph;
  readonly value: string;
  /** Third line: what a person may paste. */
  readonly detail: string | null;
  readonly detailMono: boolean;
}

/** The stretch between two facts: `solid` both hold, `cut` the truth breaks here, `dotted` nothing to connect. */
export type Link = 'solid' | 'cut' | 'dotted';

export interface FactLine {
  readonly facts: readonly [Fact, Fact, Fact];
  readonly links: readonly [Link, Link];
}

/** "code 1" or "signal SIGKILL"; null when the supervisor said neither. */
export function exitWord(exit: LastExit | null, words: Words): string | null {
  if (exit === null) return null;
  if (exit.code !== null) return words.fact.code(exit.code);
  return exit.signal === null ? null : words.fact.signal(exit.signal);
}

/** Last part of a path of either kind. */
export function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) || path;
}

/** True when another program than this profile's gateway holds the port. */
export function foreignOwner(owner: PortOwner): boolean {
  return owner.owner === 'unreadable' || (owner.owner === 'process' && !owner.own);
}

function definitionFact(report: StatusReport, words: Words): Fact {
  const base = {
    key: 'definition',
    label: words.fact.definition,
    detail: report.serviceName,
    detailMono: true,
  } as const;
  if (report.installed === null) return { ...base, glyph: 'unknown', value: words.fact.couldNot };
  if (!report.installed) return { ...base, glyph: 'not-installed', value: words.fact.notInstalled };
  const { cli, service } = report.configPath;
  if (service !== null && service !== cli) return { ...base, glyph: 'degraded', value: words.fact.otherConfig };
  if (report.enabled === null) return { ...base, glyph: 'healthy', value: words.fact.installed };
  return {
    ...base,
    glyph: 'healthy',
    value: report.enabled ? words.fact.installedEnabled : words.fact.installedDisabled,
  };
}

function processFact(report: StatusReport, words: Words, now: number): Fact {
  const base = { key: 'process', label: words.fact.process, detailMono: false } as const;
  const exit = exitWord(report.lastExit, words);
  const pid = report.pid === null ? null : words.fact.pid(report.pid);
  const runtime = report.program.runtime === null ? null : baseName(report.program.runtime);
  const running = [pid, runtime].filter((part) => part !== null).join(' · ') || null;
  const restarts = report.restarts ? words.fact.restarts(report.restarts) : null;
  const up = sinceIso(report.since, now);
  switch (report.state) {
    case 'running':
      return { ...base, glyph: 'healthy', value: words.fact.running, detail: running, detailMono: true };
    case 'starting':
      return {
        ...base,
        glyph: 'starting',
        value: words.fact.starting,
        detail: [pid, up === null ? null : formatDuration(up, words.units)].filter((part) => part !== null).join(' · '),
      };
    case 'stopping':
      return { ...base, glyph: 'starting', value: words.fact.stopping, detail: pid };
    case 'stopped':
      return {
        ...base,
        glyph: 'stopped',
        value: words.fact.stopped,
        detail: report.lastExit === null ? null : exitText(report.lastExit, words),
      };
    case 'installed':
      return { ...base, glyph: 'stopped', value: words.fact.notStarted, detail: null };
    case 'crashed':
      return { ...base, glyph: 'failed', value: exit ? words.fact.exited(exit) : words.fact.crashed, detail: restarts };
    case 'crash-looping':
      return {
        ...base,
        glyph: 'failed',
        value: exit ? words.fact.keepsExiting(exit) : words.fact.crashLoop,
        detail: restarts,
      };
    case 'not-installed':
      return report.runtime === 'running'
        ? { ...base, glyph: 'external', value: words.fact.byHand, detail: running, detailMono: true }
        : { ...base, glyph: 'not-installed', value: words.fact.noProcess, detail: null };
    case 'unknown':
      return { ...base, glyph: 'unknown', value: words.fact.couldNot, detail: null };
  }
}

/** Levels of the RPC answers that are no failure of the connection itself. */
const SOFT_CODES: ReadonlySet<string> = new Set([
  'auth-required',
  'auth-mismatch',
  'pairing-required',
  'rate-limited',
  'secret-unresolved',
]);

function rpcFact(report: StatusReport, words: Words): Fact {
  const base = { key: 'rpc', label: words.fact.rpc, detail: report.gatewayUrl, detailMono: true } as const;
  const detail = report.probeDetail;
  if (report.probe === 'ok') {
    const ms = detail?.latencyMs ?? null;
    const value = ms === null ? words.fact.answers : words.fact.answersIn(`${Math.round(ms)}\u00a0${words.units.ms}`);
    return { ...base, glyph: 'healthy', value };
  }
  if (foreignOwner(report.portOwner)) {
    const who = report.portOwner.owner === 'process' ? baseName(report.portOwner.command) : null;
    const value = who === null ? words.fact.portTakenUnknown : words.fact.portTaken(who);
    return { ...base, glyph: 'failed', value };
  }
  if (report.probe === 'skipped' || detail === null) {
    return report.portOwner.owner === 'nobody'
      ? { ...base, glyph: 'stopped', value: words.fact.nothingListens }
      : { ...base, glyph: 'unknown', value: words.fact.notAsked };
  }
  const value = words.fact.probe[detail.code];
  if (detail.code === 'starting' || detail.code === 'stopping') return { ...base, glyph: 'starting', value };
  if (SOFT_CODES.has(detail.code)) return { ...base, glyph: 'degraded', value };
  // Silence of a gateway that has no process is no news; the cut stands where the process is missing.
  const expected = report.state === 'running' || report.runtime === 'unknown';
  return { ...base, glyph: detail.code === 'refused' && !expected ? 'stopped' : 'failed', value };
}

const holds = (fact: Fact) => fact.glyph === 'healthy' || fact.glyph === 'starting' || fact.glyph === 'external';
const installed = (fact: Fact) => fact.glyph === 'healthy' || fact.glyph === 'degraded';
const breaks = (fact: Fact) => fact.glyph === 'failed' || fact.glyph === 'degraded';

/**
 * Facts and links of one report. The line is cut once: before the RPC when the process or its answers are broken, after the
 * definition when that is all that is wrong.
 */
export function factLine(report: StatusReport, words: Words, now: number): FactLine {
  const facts = [definitionFact(report, words), processFact(report, words, now), rpcFact(report, words)] as const;
  const [definition, process, rpc] = facts;
  const plain = (a: Fact, b: Fact): Link => (holds(a) && holds(b) ? 'solid' : 'dotted');
  if (breaks(process) || breaks(rpc)) return { facts, links: [installed(definition) ? 'solid' : 'dotted', 'cut'] };
  return { facts, links: [breaks(definition) ? 'cut' : plain(definition, process), plain(process, rpc)] };
}
