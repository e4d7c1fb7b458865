/**
 * A supervisor in memory, for the tests of everything above supervisors: it takes its time, fails on demand and can be made blind. It keeps
 * the same contract as the real ones (`contract-suite.ts`).
 */
import { ExpectedError } from '../../../shared/outcome.ts';
import type { PlannedFile } from '../../../shared/plan.ts';
import type { ServiceDefinition } from '../../../shared/service-definition.ts';
import type { ServiceInspection } from '../../../shared/service-state.ts';
import type { SupervisorKind } from '../../../shared/supervisor-kind.ts';
import { type Clock, systemClock } from '../../system/clock.ts';
import { leftAlone } from '../definition-copy.ts';
import type { Availability, ControlOptions, ServiceIdentity, SupervisorAdapter, Survival } from '../supervisor.ts';
import { createFakeService, type FakeBehaving, type FakeProcessEvent, type FakeService } from './fake-service.ts';

export interface FakeOptions {
  readonly kind?: SupervisorKind;
  readonly clock?: Clock;
  /** From the request to the process, and from the stop request to its end, milliseconds. */
  readonly startMs?: number;
  readonly stopMs?: number;
  /** From a crash to the next start. */
  readonly restartMs?: number;
  readonly stopBudgetMs?: number;
  /** So many failed starts end the attempts. */
  readonly failureLimit?: number;
  /** Hears of every process that begins or ends, for tests that run a stand-in gateway along. */
  readonly onProcess?: (event: FakeProcessEvent) => void;
}

export type FakeVerb = 'inspect' | 'install' | 'uninstall' | 'putBack' | 'start' | 'stop' | 'restart' | 'set-autostart';

/** What a test can do to the fake. Services are named by `serviceName`. */
export interface FakeControls {
  behave(serviceName: string, behaviour: FakeBehaving): void;
  /** The process ends by itself, as by `kill -9` or an exit of its own. */
  crash(serviceName: string, exit: { readonly code: number | null; readonly signal: string | null }): void;
  kill(pid: number): void;
  alive(pid: number): boolean;
  /** The next call of this verb rejects with `cause`, before it does anything. */
  failNext(verb: FakeVerb, cause: Error): void;
  /** The next call of this verb does its work, and rejects with `cause` all the same. */
  failAfterNext(verb: 'install' | 'uninstall' | 'restart', cause: Error): void;
  /** The next call of this verb waits until its signal is aborted. */
  hangNext(verb: FakeVerb): void;
  /** From now on nothing can be found out about it; null ends that. */
  blind(serviceName: string, reason: string | null): void;
  setAvailability(availability: Availability): void;
  setSurvival(survival: Survival): void;
  /** Changes the reading of the definition, for drift: overrides, masked, needsReload, another parse. */
  patchDefinition(
    serviceName: string,
    patch: Partial<Extract<ServiceInspection['definition'], { status: 'present' }>>,
  ): void;
  /** Every call so far, for example `start openclaw-gateway.service`. */
  calls(): readonly string[];
  /** Ends all processes and timers. */
  dispose(): void;
}

/** A fake supervisor and the strings it hangs on. */
export function createFakeSupervisor(options: FakeOptions = {}): {
  readonly adapter: SupervisorAdapter;
  readonly controls: FakeControls;
} {
  const clock = options.clock ?? systemClock;
  const stopBudgetMs = options.stopBudgetMs ?? 200;
  const services = new Map<string, FakeService>();
  const blindness = new Map<string, string>();
  const faults = new Map<FakeVerb, Error | 'hang'>();
  const lateFaults = new Map<FakeVerb, Error>();
  const calls: string[] = [];
  let availability: Availability = { available: true, version: 'fake 1' };
  let survival: Survival = { logout: true, reboot: true, reason: null };
  let lastPid = 10_000;

  const service = (name: string): FakeService => {
    const known = services.get(name);
    if (known !== undefined) return known;
    const made = createFakeService(name, {
      clock,
      startMs: options.startMs ?? 5,
      stopMs: options.stopMs ?? 5,
      restartMs: options.restartMs ?? 10,
      failureLimit: options.failureLimit ?? 4,
      stopBudgetMs,
      nextPid: () => {
        lastPid += 1;
        return lastPid;
      },
      onProcess: options.onProcess ?? (() => {}),
    });
    services.set(name, made);
    return made;
  };

  /** Notes the call and plays the fault that was ordered for it. */
  async function enter(verb: FakeVerb, subject: string, control: ControlOptions | undefined): Promise<void> {
    calls.push(`${verb} ${subject}`.trim());
    control?.signal?.throwIfAborted();
    const fault = faults.get(verb);
    faults.delete(verb);
    if (fault === 'hang') {
      await new Promise((_, reject) => {
        control?.signal?.addEventListener('abort', () => reject(control.signal?.reason), { once: true });
      });
    } else if (fault !== undefined) throw fault;
  }

  function leave(verb: FakeVerb): void {
    const fault = lateFaults.get(verb);
    lateFaults.delete(verb);
    if (fault !== undefined) throw fault;
  }

  async function enterInstalled(verb: FakeVerb, identity: ServiceIdentity, control: ControlOptions | undefined) {
    await enter(verb, identity.serviceName, control);
    const found = service(identity.serviceName);
    if (found.definition() === null) {
      throw new ExpectedError('not-installed', `${identity.serviceName} is not installed.`, {
        hint: 'Install it first.',
      });
    }
    return found;
  }

  const adapter: SupervisorAdapter = {
    kind: options.kind ?? 'systemd-user',
    stopBudgetMs,
    async detect() {
      return availability;
    },
    render: (definition) => [{ path: pathOf(definition.serviceName), mode: 0o600, content: render(definition) }],
    async planInstall(definition) {
      const now = service(definition.serviceName).definition();
      const before = now === null ? null : render(now);
      const content = render(definition);
      const change = before === null ? 'create' : before === content ? 'unchanged' : 'update';
      const path = pathOf(definition.serviceName);
      const file = { path, mode: '0600', content, change, before: change === 'update' ? before : null } as const;
      return {
        files: [file],
        commands: [['fake', 'enable', definition.serviceName]],
        privileges: 'user',
        warnings: [],
      };
    },
    async planUninstall(identity) {
      const now = service(identity.serviceName).definition();
      const path = pathOf(identity.serviceName);
      const file = (before: string): PlannedFile => ({ path, mode: '0600', content: '', change: 'delete', before });
      return { files: now === null ? [] : [file(render(now))], commands: [], privileges: 'user', warnings: [] };
    },
    // It is started by this very program, not by a command.
    startCommands: () => [],
    async inspect(identities, control) {
      await enter('inspect', identities.map((identity) => identity.serviceName).join(' '), control);
      return identities.map(({ serviceName }): ServiceInspection => {
        const reason = blindness.get(serviceName);
        const found = service(serviceName);
        return {
          supervisor: adapter.kind,
          serviceName,
          definition: reason === undefined ? found.definitionState(pathOf(serviceName)) : { status: 'unknown', reason },
          enabled: reason === undefined ? found.startsByItself() : null,
          process: reason === undefined ? found.process() : { state: 'unknown', reason },
          words: {},
        };
      });
    },
    async install(definition, identity, control) {
      await enter('install', identity.serviceName, control);
      service(identity.serviceName).install(definition);
      leave('install');
    },
    async uninstall(identity, control) {
      await enter('uninstall', identity.serviceName, control);
      await service(identity.serviceName).uninstall();
      leave('uninstall');
    },
    // The definition lives in memory: its JSON stands for the file.
    async copyDefinition(identity) {
      const now = service(identity.serviceName).definition();
      const bytes = now === null ? null : Buffer.from(render(now)).toString('base64');
      const file = { path: pathOf(identity.serviceName), mode: now === null ? null : 0o600, bytes };
      return { files: [file], links: [], tasks: [], enabled: now !== null };
    },
    async putBack(identity, copy, isOurs) {
      await enter('putBack', identity.serviceName, undefined);
      const [file] = copy.files;
      const found = service(identity.serviceName);
      const now = found.definition();
      const bytes = now === null ? null : Buffer.from(render(now));
      if (file === undefined || bytes?.toString('base64') === (file.bytes ?? undefined)) return [];
      if (!isOurs(file.path, bytes)) return [leftAlone(file.path)];
      if (file.bytes === null) await found.uninstall();
      else found.install(JSON.parse(Buffer.from(file.bytes, 'base64').toString('utf8')) as ServiceDefinition);
      return [];
    },
    async start(identity, control) {
      (await enterInstalled('start', identity, control)).start();
    },
    async stop(identity, control) {
      (await enterInstalled('stop', identity, control)).stop();
    },
    async restart(identity, control) {
      (await enterInstalled('restart', identity, control)).restart();
      leave('restart');
    },
    async setAutostart(identity, on, control) {
      (await enterInstalled('set-autostart', identity, control)).setAutostart(on);
    },
    autostartCommands: ({ serviceName }, on) => [['fake', on ? 'enable' : 'disable', serviceName]],
    async survival() {
      return survival;
    },
    logSources: (identity) => [{ kind: 'file', path: `/fake/log/${identity.serviceName}.log` }],
  };

  const controls: FakeControls = {
    behave: (name, behaviour) => service(name).behave(behaviour),
    crash: (name, exit) => service(name).crash(exit),
    kill(pid) {
      for (const one of services.values()) if (one.pid() === pid) one.crash({ code: null, signal: 'SIGKILL' });
    },
    alive: (pid) => [...services.values()].some((one) => one.pid() === pid),
    failNext: (verb, cause) => void faults.set(verb, cause),
    failAfterNext: (verb, cause) => void lateFaults.set(verb, cause),
    hangNext: (verb) => void faults.set(verb, 'hang'),
    blind: (name, reason) => void (reason === null ? blindness.delete(name) : blindness.set(name, reason)),
    setAvailability(next) {
      availability = next;
    },
    setSurvival(next) {
      survival = next;
    },
    patchDefinition: (name, patch) => service(name).patchDefinition(patch),
    calls: () => calls,
    dispose() {
      for (const one of services.values()) one.dispose();
    },
  };
  return { adapter, controls };
}

const pathOf = (serviceName: string): string => `/fake/services/${serviceName}.json`;
const render = (definition: ServiceDefinition): string => `${JSON.stringify(definition, null, 2)}\n`;
