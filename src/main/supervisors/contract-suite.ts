/**
 * What every supervisor adapter promises, as one suite: run against the fake, scripted and simulated tools, the embedded supervisor and a
 * real systemd. A test that a subject cannot play (a scripted runner has no processes to kill) is not declared for it, by `abilities`.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExpectedError } from '../../shared/outcome.ts';
import type { ServiceDefinition } from '../../shared/service-definition.ts';
import type { ProcessState, ServiceInspection } from '../../shared/service-state.ts';
import type { ServiceIdentity, SupervisorAdapter } from './supervisor.ts';

/** How the gateway of a service behaves once started. */
export type GatewayBehaviour =
  /** Runs until it is asked to end, then ends with code 0. */
  | 'steady'
  /** Ends at once with code 78. */
  | 'exits-78'
  /** Ends at once with code 1, every time. */
  | 'crashes'
  /** Takes no notice of being asked to end. */
  | 'ignores-stop';

export interface ContractService {
  readonly definition: ServiceDefinition;
  readonly identity: ServiceIdentity;
}

/** One fresh host with its supervisor. */
export interface ContractSubject {
  readonly adapter: SupervisorAdapter;
  /** A service of this name (safe for files); its gateway behaves as told. Nothing is installed by this. */
  service(name: string, behaviour: GatewayBehaviour): Promise<ContractService>;
  /** Ends a gateway as `kill -9` would. */
  kill(pid: number): Promise<void>;
  /** Resolves when the running gateway of the service has begun to behave as told, for example to ignore a stop. */
  ready(service: ContractService): Promise<void>;
  /** Does this process exist? */
  alive(pid: number): Promise<boolean>;
  /** Makes it impossible to find out about the service. */
  blind(identity: ServiceIdentity): Promise<void>;
  /** Ends everything and removes every trace. */
  dispose(): Promise<void>;
}

export interface ContractAbilities {
  /** Gateways crash, are restarted, and ignore signals. Default true. */
  readonly processes?: boolean;
  /** The supervisor itself starts a gateway again that was killed or crashed. Default as `processes`. */
  readonly restarts?: boolean;
  /** `blind` is there. Default true. */
  readonly blindness?: boolean;
  /** It stops trying after many crashes, and at once after code 78. launchd does neither. Default true. */
  readonly givesUp?: boolean;
  /** What `enabled` is after an install. Default true. */
  readonly enabled?: boolean;
  /** It can turn the start by itself off and on. Default true. */
  readonly autostart?: boolean;
  /** Longest that a change may take to be seen, milliseconds. Default 10 000; it must exceed the subject's stop budget and back-off. */
  readonly settleMs?: number;
}

const POLL_MS = 25;

/** Declares the suite. `makeSubject` is called before each test, `dispose` after it. */
export function describeSupervisorContract(
  name: string,
  makeSubject: () => Promise<ContractSubject>,
  abilities: ContractAbilities = {},
): void {
  const settleMs = abilities.settleMs ?? 10_000;
  const withProcesses = abilities.processes ?? true;
  const withRestarts = abilities.restarts ?? withProcesses;
  const givesUp = abilities.givesUp ?? true;
  const timeout = settleMs * 4;

  describe(`${name} keeps the supervisor contract`, { timeout }, () => {
    let subject: ContractSubject;
    beforeEach(async () => {
      subject = await makeSubject();
    }, timeout);
    afterEach(async () => {
      await subject.dispose();
    }, timeout);

    const look = async (identity: ServiceIdentity): Promise<ServiceInspection> => {
      const [inspection] = await subject.adapter.inspect([identity]);
      if (inspection === undefined) throw new Error('inspect answered with nothing');
      return inspection;
    };
    /** Reads until `accept` takes the state; fails with the last one seen. */
    const settle = async <S extends ProcessState['state']>(
      identity: ServiceIdentity,
      state: S,
      accept: (found: Extract<ProcessState, { state: S }>) => boolean = () => true,
    ): Promise<Extract<ProcessState, { state: S }>> => {
      const deadline = performance.now() + settleMs;
      for (;;) {
        const { process: found } = await look(identity);
        const wanted = found.state === state ? (found as Extract<ProcessState, { state: S }>) : null;
        if (wanted !== null && accept(wanted)) return wanted;
        if (performance.now() > deadline) throw new Error(`not ${state} in time: ${JSON.stringify(found)}`);
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
    };
    const running = async (service: ContractService): Promise<number> =>
      (await settle(service.identity, 'running')).pid;
    const installed = async (behaviour: GatewayBehaviour = 'steady', id = 'one'): Promise<ContractService> => {
      const service = await subject.service(id, behaviour);
      await subject.adapter.install(service.definition, service.identity);
      return service;
    };
    const codeOf = async (promise: Promise<unknown>): Promise<string> => {
      const cause = await promise.then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(cause).toBeInstanceOf(ExpectedError);
      return (cause as ExpectedError).code;
    };

    it('is there to be used', async () => {
      expect(await subject.adapter.detect()).toMatchObject({ available: true });
    });

    it('says absent, not unknown, of what was never installed', async () => {
      const { identity } = await subject.service('one', 'steady');
      expect(await look(identity)).toMatchObject({
        supervisor: subject.adapter.kind,
        serviceName: identity.serviceName,
        definition: { status: 'absent' },
        process: { state: 'stopped' },
      });
    });

    it('plans what it then writes, and touches nothing while planning', async () => {
      const { definition, identity } = await subject.service('one', 'steady');
      const rendered = subject.adapter.render(definition);
      const before = await subject.adapter.planInstall(definition, identity);
      expect(before.files.map((file) => [file.path, file.content, file.change])).toEqual(
        rendered.map((file) => [file.path, file.content, 'create']),
      );
      expect((await look(identity)).definition).toEqual({ status: 'absent' });

      await subject.adapter.install(definition, identity);
      const after = await subject.adapter.planInstall(definition, identity);
      expect(new Set(after.files.map((file) => file.change))).toEqual(new Set(['unchanged']));
    });

    it('sees no difference in the settings of what it has just written', async () => {
      const { definition, identity } = await installed();
      const { compareSettings } = subject.adapter;
      // The fake and the embedded supervisor have no format of a system in which somebody could edit.
      expect(compareSettings === undefined).toBe(['fake', 'embedded'].includes(name));
      const settings = await compareSettings?.(definition, identity);
      if (compareSettings !== undefined) expect(Object.keys(settings?.now ?? {}).length).toBeGreaterThan(2);
      expect(settings?.now).toEqual(settings?.expected);
    });

    it('reads back the definition that it wrote, and does not start it', async () => {
      const { definition, identity } = await installed();
      const inspection = await look(identity);
      expect(inspection.definition).toMatchObject({
        status: 'present',
        problem: null,
        overrides: [],
        masked: false,
        parsed: {
          command: definition.command,
          environment: definition.environment,
          workingDirectory: definition.workingDirectory,
        },
      });
      expect(inspection.enabled).toBe(abilities.enabled ?? true);
      expect(inspection.process.state).toBe('stopped');
    });

    it('installs twice as well as once, and a change replaces what was there', async () => {
      const { definition, identity } = await installed();
      await subject.adapter.install(definition, identity);
      const changed = { ...definition, environment: { ...definition.environment, EXTRA: 'a b "c" $d %e' } };
      const plan = await subject.adapter.planInstall(changed, identity);
      expect(plan.files.some((file) => file.change === 'update' && file.before !== null)).toBe(true);
      await subject.adapter.install(changed, identity);
      expect((await look(identity)).definition).toMatchObject({
        parsed: { environment: changed.environment },
        needsReload: false,
      });
    });

    it('starts one process, and a second start changes nothing', async () => {
      const service = await installed();
      await subject.adapter.start(service.identity);
      const pid = await running(service);
      expect(await subject.alive(pid)).toBe(true);
      await subject.adapter.start(service.identity);
      expect(await running(service)).toBe(pid);
    });

    it('stops, and a second stop is not an error', async () => {
      const service = await installed();
      await subject.adapter.start(service.identity);
      const pid = await running(service);
      await subject.adapter.stop(service.identity);
      await settle(service.identity, 'stopped');
      expect(await subject.alive(pid)).toBe(false);
      await subject.adapter.stop(service.identity);
      expect((await look(service.identity)).process.state).toBe('stopped');
      expect((await look(service.identity)).definition.status).toBe('present');
    });

    it('restarts with a new process, and starts what was stopped', async () => {
      const service = await installed();
      await subject.adapter.start(service.identity);
      const first = await running(service);
      await subject.adapter.restart(service.identity);
      const second = (await settle(service.identity, 'running', (state) => state.pid !== first)).pid;
      expect(await subject.alive(first)).toBe(false);
      expect(await subject.alive(second)).toBe(true);
      await subject.adapter.stop(service.identity);
      await settle(service.identity, 'stopped');
      await subject.adapter.restart(service.identity);
      expect(await running(service)).not.toBe(second);
    });

    it('uninstalls a running service, and a second time is not an error', async () => {
      const service = await installed();
      await subject.adapter.start(service.identity);
      const pid = await running(service);
      await subject.adapter.uninstall(service.identity);
      await settle(service.identity, 'stopped');
      expect(await subject.alive(pid)).toBe(false);
      expect((await look(service.identity)).definition).toEqual({ status: 'absent' });
      await subject.adapter.uninstall(service.identity);
      const again = await subject.adapter.planInstall(service.definition, service.identity);
      expect(again.files.every((file) => file.change === 'create')).toBe(true);
    });

    it('refuses to start or restart what is not installed', async () => {
      const { identity } = await subject.service('one', 'steady');
      expect(await codeOf(subject.adapter.start(identity))).toBe('not-installed');
      expect(await codeOf(subject.adapter.restart(identity))).toBe('not-installed');
      expect((await look(identity)).process.state).toBe('stopped');
    });

    if (abilities.autostart ?? true) {
      it('turns the start by itself off and on, and leaves the process as it is', async () => {
        const service = await installed();
        const { identity } = service;
        await subject.adapter.start(identity);
        const pid = await running(service);
        await subject.ready(service);
        for (const on of [false, false, true, true]) {
          await subject.adapter.setAutostart(identity, on);
          expect(await look(identity)).toMatchObject({ enabled: on, process: { state: 'running', pid } });
        }
        await subject.adapter.stop(identity);
        await settle(identity, 'stopped');
        await subject.adapter.setAutostart(identity, false);
        expect(await look(identity)).toMatchObject({ enabled: false, process: { state: 'stopped' } });
        expect(subject.adapter.autostartCommands(identity, false)).not.toEqual([]);
      });

      it('refuses to turn that of a service that is not installed', async () => {
        const { identity } = await subject.service('one', 'steady');
        expect(await codeOf(subject.adapter.setAutostart(identity, false))).toBe('not-installed');
      });
    } else {
      it('says that it cannot turn the start by itself off and on', async () => {
        const { identity } = await installed();
        expect(await codeOf(subject.adapter.setAutostart(identity, false))).toBe('not-supported');
        expect(subject.adapter.autostartCommands(identity, false)).toBeNull();
      });
    }

    it('answers for many services in the order asked', async () => {
      const first = await installed('steady', 'first');
      const second = await subject.service('second', 'steady');
      const third = await installed('steady', 'third');
      await subject.adapter.start(third.identity);
      await running(third);
      const answers = await subject.adapter.inspect([third.identity, second.identity, first.identity]);
      expect(answers.map((answer) => [answer.serviceName, answer.definition.status, answer.process.state])).toEqual([
        [third.identity.serviceName, 'present', 'running'],
        [second.identity.serviceName, 'absent', 'stopped'],
        [first.identity.serviceName, 'present', 'stopped'],
      ]);
      expect(await subject.adapter.inspect([])).toEqual([]);
    });

    it('does not stop one service with another', async () => {
      const one = await installed('steady', 'one');
      const two = await installed('steady', 'two');
      await subject.adapter.start(one.identity);
      await subject.adapter.start(two.identity);
      const kept = await running(two);
      await running(one);
      await subject.adapter.uninstall(one.identity);
      expect(await running(two)).toBe(kept);
    });

    it('stops when told to by a signal that was aborted before', async () => {
      const service = await installed();
      const aborted = AbortSignal.abort(new Error('no longer wanted'));
      await expect(subject.adapter.inspect([service.identity], { signal: aborted })).rejects.toThrow();
    });

    if (withRestarts) {
      it('starts a killed gateway again, and counts it', async () => {
        const service = await installed();
        await subject.adapter.start(service.identity);
        const first = await running(service);
        const before = (await look(service.identity)).process;
        await subject.kill(first);
        const after = await settle(service.identity, 'running', (state) => state.pid !== first);
        const counted = 'restarts' in before ? (before.restarts ?? 0) : 0;
        expect(after.restarts).toBe(counted + 1);
      });
    }

    if (withRestarts && givesUp) {
      it('shows a crash as a crash, with its code, and gives up in the end', async () => {
        const service = await installed('crashes');
        await subject.adapter.start(service.identity);
        const looping = await settle(service.identity, 'crash-looping', (state) => state.gaveUp);
        expect(looping.lastExit).toMatchObject({ code: 1 });
        expect(looping.restarts).toBeGreaterThan(1);
      });
    }

    if (withProcesses && givesUp) {
      it('does not start a gateway again that ended with 78', async () => {
        const service = await installed('exits-78');
        await subject.adapter.start(service.identity);
        const crashed = await settle(service.identity, 'crashed', (state) => !state.willRestart);
        expect(crashed.lastExit).toMatchObject({ code: 78 });
        expect(crashed.restarts ?? 0).toBe(0);
      });

      it('starts again on demand after giving up', async () => {
        const service = await installed('exits-78');
        await subject.adapter.start(service.identity);
        await settle(service.identity, 'crashed', (state) => !state.willRestart);
        const steady = await subject.service('one', 'steady');
        await subject.adapter.install(steady.definition, steady.identity);
        await subject.adapter.start(steady.identity);
        await running(steady);
      });
    }

    if (withRestarts && !givesUp) {
      it('shows a crash loop as one, with its code, and as one that goes on', async () => {
        const service = await installed('crashes');
        await subject.adapter.start(service.identity);
        const looping = await settle(service.identity, 'crash-looping');
        expect(looping).toMatchObject({ gaveUp: false, lastExit: { code: 1 } });
        expect(looping.restarts).toBeGreaterThan(1);
        await settle(service.identity, 'crash-looping', (state) => (state.restarts ?? 0) > (looping.restarts ?? 0));
      });

      it('starts what was repaired while it looped', async () => {
        const service = await installed('exits-78');
        await subject.adapter.start(service.identity);
        const looping = await settle(service.identity, 'crash-looping');
        expect(looping.lastExit).toMatchObject({ code: 78 });
        const steady = await subject.service('one', 'steady');
        await subject.adapter.install(steady.definition, steady.identity);
        await subject.adapter.start(steady.identity);
        await running(steady);
      });
    }

    if (withProcesses) {
      it('kills a gateway that does not stop within the budget', async () => {
        const service = await installed('ignores-stop');
        await subject.adapter.start(service.identity);
        const pid = await running(service);
        await subject.ready(service);
        await subject.adapter.stop(service.identity);
        const stopped = await settle(service.identity, 'stopped');
        expect(await subject.alive(pid)).toBe(false);
        // Not every supervisor keeps the signal, but none may call this a clean end.
        expect([null, 'SIGKILL']).toContain(stopped.lastExit?.signal ?? null);
        expect(stopped.lastExit?.code).not.toBe(0);
      });
    }

    if (abilities.blindness ?? true) {
      it('says unknown, with a reason, when it cannot find out', async () => {
        const service = await installed();
        await subject.blind(service.identity);
        const { process: found } = await look(service.identity);
        expect(found).toMatchObject({ state: 'unknown' });
        expect(found.state === 'unknown' && found.reason.length > 10).toBe(true);
      });
    }

    it('says where its output goes and what it survives', async () => {
      const service = await installed();
      expect(subject.adapter.logSources(service.identity).length).toBeGreaterThan(0);
      const survival = await subject.adapter.survival(service.identity, true);
      expect([true, false, null]).toContain(survival.logout);
      if (survival.logout !== true || survival.reboot !== true) expect(survival.reason).toBeTruthy();
    });
  });
}
