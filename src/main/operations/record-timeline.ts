/**
 * Writes down what the monitor sees: changes of verdict, restarts, sleeps, and every few minutes that it still watches.
 */
import type { StatusSnapshot } from '../../shared/ipc/contract.ts';
import type { StatusReport } from '../../shared/status-report.ts';
import type { Timeline } from '../../shared/timeline.ts';
import type { VerdictLevel } from '../../shared/verdict.ts';
import { median } from '../health/timeline.ts';
import { openTimelineFile, type TimelineFile, timelinePath } from '../health/timeline-file.ts';
import { SEEN_EVERY_MS, type TimelineRecord } from '../health/timeline-record.ts';
import type { CoreContext } from './context.ts';
import type { Disturbance } from './disturbance.ts';
import type { Monitor } from './monitor.ts';
import { readTimeline } from './read-timeline.ts';

export interface TimelineRecorder {
  take(snapshot: StatusSnapshot): void;
  /** A measured round trip to a gateway, milliseconds. */
  roundTrip(profile: string, ms: number): void;
  disturbed(disturbance: Disturbance): void;
  /** Writes `seen` for every profile; called by itself every `SEEN_EVERY_MS`. */
  tick(): void;
  read(profile: string, hours: number): Promise<Timeline>;
  /** Writes that the app ends, and waits for the disk. */
  dispose(): Promise<void>;
}

interface Known {
  readonly file: TimelineFile;
  level: VerdictLevel | null;
  code: string | null;
  /** Which process answered last; null while none is meant to run. */
  process: string | null;
  trips: number[];
  /** Reports older than this are from before a sleep: they say nothing about now. Wall clock, milliseconds. */
  notBefore: number;
}

/** More than come in one interval at the fastest pace. */
const MAX_TRIPS = 1_000;

/** A recorder that hears everything the monitor tells; its `dispose` ends that. */
export function recordTimeline(
  context: CoreContext,
  monitor: Pick<Monitor, 'onChange' | 'onRoundTrip' | 'onDisturbance'>,
  onDefect: (cause: unknown) => void,
  onProblem: (message: string) => void,
): TimelineRecorder {
  const recorder = createTimelineRecorder(context, onDefect, onProblem);
  const ends = [
    monitor.onChange((snapshot) => recorder.take(snapshot)),
    monitor.onRoundTrip((profile, ms) => recorder.roundTrip(profile, ms)),
    monitor.onDisturbance((disturbance) => recorder.disturbed(disturbance)),
  ];
  return {
    ...recorder,
    async dispose() {
      for (const end of ends) end();
      await recorder.dispose();
    },
  };
}

export function createTimelineRecorder(
  context: CoreContext,
  onDefect: (cause: unknown) => void,
  onProblem: (message: string) => void,
): TimelineRecorder {
  const profiles = new Map<string, Known>();
  const now = () => context.clock.now();
  let diskProblem = false;

  const fileOf = (profile: string): TimelineFile =>
    openTimelineFile(timelinePath(context.host.appDirs.state, profile), {
      now,
      onProblem(message) {
        // Every profile's file is on the same disk: one word is enough.
        if (!diskProblem) onProblem(message);
        diskProblem = true;
      },
    });
  const write = (known: Known, record: TimelineRecord): void => {
    known.file.append(record).then(() => {
      if (known.file.problem() === null) diskProblem = false;
    }, onDefect);
  };
  const knownOf = (profile: string): Known => {
    const old = profiles.get(profile);
    if (old !== undefined) return old;
    const fresh: Known = { file: fileOf(profile), level: null, code: null, process: null, trips: [], notBefore: 0 };
    profiles.set(profile, fresh);
    write(fresh, { at: now(), is: 'app-start' });
    return fresh;
  };

  const noteVerdict = (known: Known, level: VerdictLevel, code: string) => {
    if (known.level === level && known.code === code) return;
    known.level = level;
    known.code = code;
    write(known, { at: now(), is: 'verdict', level, code });
  };
  const noteProcess = (known: Known, report: StatusReport) => {
    const { level } = report.verdict;
    if (level === 'stopped' || level === 'not-installed') {
      known.process = null;
      return;
    }
    const boot = report.probeDetail?.bootId ?? null;
    const process = report.pid !== null ? `pid ${report.pid}` : boot !== null ? `boot ${boot}` : null;
    if (process === null) return;
    // A gateway that was known by its process and is now known by its boot may be the same one.
    const sameKind = known.process?.split(' ')[0] === process.split(' ')[0];
    if (sameKind && known.process !== process) write(known, { at: now(), is: 'restart' });
    known.process = process;
  };

  const tick = () => {
    for (const known of profiles.values()) {
      if (known.level === null) continue;
      write(known, { at: now(), is: 'seen', ms: roundTo(median(known.trips)) });
      known.trips = [];
    }
  };
  const timer = setInterval(tick, SEEN_EVERY_MS);
  timer.unref();

  return {
    take({ profiles: shown }) {
      for (const { profile, report, problem } of shown) {
        if (report === null && problem === null) continue;
        const known = knownOf(profile);
        if (problem !== null) noteVerdict(known, 'unknown', problem.code);
        else if (report !== null && Date.parse(report.checkedAt) >= known.notBefore) {
          noteProcess(known, report);
          noteVerdict(known, report.verdict.level, report.verdict.code);
        }
      }
    },
    roundTrip(profile, ms) {
      const known = profiles.get(profile);
      if (known !== undefined && known.trips.length < MAX_TRIPS) known.trips.push(ms);
    },
    disturbed(disturbance) {
      for (const known of profiles.values()) {
        if (disturbance.kind === 'clock-set') {
          write(known, { at: disturbance.at, is: 'clock-set', by: disturbance.byMs });
          continue;
        }
        write(known, { at: disturbance.from, is: 'slept', to: disturbance.to });
        known.level = null;
        known.notBefore = disturbance.to;
      }
    },
    tick,
    read: (profile, hours) => readTimeline(profiles.get(profile)?.file ?? fileOf(profile), profile, hours, now()),
    async dispose() {
      clearInterval(timer);
      await Promise.all([...profiles.values()].map(({ file }) => file.append({ at: now(), is: 'app-stop' })));
    },
  };
}

/** Tenths of a millisecond are enough, and shorter in the file. */
function roundTo(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms * 10) / 10;
}
