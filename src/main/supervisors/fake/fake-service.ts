/** One service of the fake supervisor: a small state machine over timers. */
import type { ServiceDefinition } from '../../../shared/service-definition.ts';
import type { DefinitionState, LastExit, ProcessState } from '../../../shared/service-state.ts';
import { type Clock, isoTime } from '../../system/clock.ts';

export type FakeBehaviour = 'steady' | 'exits-78' | 'crashes' | 'ignores-stop';

/** The same for every process, or decided by the definition that it is started from. */
export type FakeBehaving = FakeBehaviour | ((definition: ServiceDefinition | null) => FakeBehaviour);

export interface FakeProcessEvent {
  readonly kind: 'started' | 'ended';
  readonly serviceName: string;
  readonly pid: number;
}

export interface FakeServiceDeps {
  readonly clock: Clock;
  readonly startMs: number;
  readonly stopMs: number;
  readonly restartMs: number;
  readonly failureLimit: number;
  readonly stopBudgetMs: number;
  readonly nextPid: () => number;
  readonly onProcess: (event: FakeProcessEvent) => void;
}

export interface FakeService {
  definition(): ServiceDefinition | null;
  definitionState(path: string): DefinitionState;
  startsByItself(): boolean;
  setAutostart(on: boolean): void;
  process(): ProcessState;
  pid(): number | null;
  behave(behaviour: FakeBehaving): void;
  install(definition: ServiceDefinition): void;
  /** Resolves when the process is gone. */
  uninstall(): Promise<void>;
  start(): void;
  stop(): void;
  restart(): void;
  crash(exit: { readonly code: number | null; readonly signal: string | null }): void;
  patchDefinition(patch: Partial<Extract<DefinitionState, { status: 'present' }>>): void;
  dispose(): void;
}

type Phase = 'stopped' | 'starting' | 'running' | 'stopping' | 'waiting' | 'gave-up';

export function createFakeService(serviceName: string, deps: FakeServiceDeps): FakeService {
  let definition: ServiceDefinition | null = null;
  let autostart = true;
  let patch: Partial<Extract<DefinitionState, { status: 'present' }>> = {};
  let behaving: FakeBehaving = 'steady';
  let phase: Phase = 'stopped';
  let pid: number | null = null;
  let since: string | null = null;
  let everStarted = false;
  let restarts = 0;
  let failures = 0;
  let lastExit: LastExit | null = null;
  let startAgain = false;
  /** Aborted when the plan changes, so that an old timer does nothing. */
  let plan = new AbortController();

  /** Replaces whatever was to happen by `action` after `ms`. */
  function later(ms: number, action: () => void): void {
    plan.abort();
    plan = new AbortController();
    deps.clock.sleep(ms, plan.signal).then(action, () => {
      // Aborted by a newer plan; nothing else makes a sleep reject.
    });
  }

  function launch(): void {
    phase = 'starting';
    everStarted = true;
    later(deps.startMs, () => {
      pid = deps.nextPid();
      since = isoTime(deps.clock.now());
      phase = 'running';
      deps.onProcess({ kind: 'started', serviceName, pid });
      const behaviour = typeof behaving === 'function' ? behaving(definition) : behaving;
      if (behaviour === 'crashes') later(1, () => ended({ code: 1, signal: null }));
      if (behaviour === 'exits-78') later(1, () => ended({ code: 78, signal: null }));
    });
  }

  function gone(exit: { readonly code: number | null; readonly signal: string | null }): void {
    const words = exit.signal === null ? `${exit.code}: ended` : `ended by ${exit.signal}`;
    lastExit = { ...exit, at: isoTime(deps.clock.now()), words };
    if (pid !== null) deps.onProcess({ kind: 'ended', serviceName, pid });
    pid = null;
    since = null;
  }

  /** It ended by itself. */
  function ended(exit: { readonly code: number | null; readonly signal: string | null }): void {
    if (pid === null) return;
    gone(exit);
    failures += 1;
    if (exit.code === 78 || failures >= deps.failureLimit) {
      plan.abort();
      phase = 'gave-up';
      return;
    }
    phase = 'waiting';
    later(deps.restartMs, () => {
      restarts += 1;
      launch();
    });
  }

  function end(): void {
    if (pid === null) {
      plan.abort();
      settle();
      return;
    }
    phase = 'stopping';
    const stubborn = behaving === 'ignores-stop';
    later(stubborn ? deps.stopBudgetMs : deps.stopMs, () => {
      gone(stubborn ? { code: null, signal: 'SIGKILL' } : { code: 0, signal: null });
      settle();
    });
  }

  function settle(): void {
    phase = 'stopped';
    if (startAgain) begin();
  }

  function begin(): void {
    startAgain = false;
    restarts = 0;
    failures = 0;
    launch();
  }

  const service: FakeService = {
    definition: () => definition,
    definitionState(path) {
      if (definition === null) return { status: 'absent' };
      return {
        status: 'present',
        path,
        parsed: definition,
        problem: null,
        overrides: [],
        needsReload: false,
        masked: false,
        ...patch,
      };
    },
    startsByItself: () => definition !== null && autostart,
    setAutostart(on) {
      autostart = on;
    },
    process() {
      const counters = { restarts, lastExit };
      switch (phase) {
        case 'stopped':
          return { state: 'stopped', everStarted, ...counters };
        case 'starting':
          return { state: 'starting', pid, since: null, ...counters };
        case 'running':
          return pid === null
            ? { state: 'starting', pid, since, ...counters }
            : { state: 'running', pid, since, ...counters };
        case 'stopping':
          return { state: 'stopping', pid, ...counters };
        case 'waiting':
          return failures >= 3
            ? { state: 'crash-looping', gaveUp: false, ...counters }
            : { state: 'crashed', willRestart: true, ...counters };
        case 'gave-up':
          return lastExit?.code === 78
            ? { state: 'crashed', willRestart: false, ...counters }
            : { state: 'crash-looping', gaveUp: true, ...counters };
      }
    },
    pid: () => pid,
    behave(next) {
      behaving = next;
    },
    install(next) {
      definition = next;
      autostart = true;
      patch = {};
    },
    async uninstall() {
      startAgain = false;
      end();
      while (pid !== null) await deps.clock.sleep(1);
      definition = null;
      everStarted = false;
      restarts = 0;
      lastExit = null;
    },
    start() {
      if (phase === 'stopping') startAgain = true;
      else if (phase !== 'running' && phase !== 'starting') begin();
    },
    stop() {
      startAgain = false;
      if (phase !== 'stopping') end();
    },
    restart() {
      startAgain = true;
      if (phase !== 'stopping') end();
    },
    crash: ended,
    patchDefinition(next) {
      patch = { ...patch, ...next };
    },
    dispose() {
      plan.abort();
      pid = null;
      phase = 'stopped';
    },
  };
  return service;
}
