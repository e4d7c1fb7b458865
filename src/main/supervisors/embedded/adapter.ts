/**
 * The supervisor of our own, for containers, WSL without systemd and hosts where no native one answers. It restarts the gateway after a
 * crash and survives the shell that started it; it does not start at boot, and never says that it does.
 */

import { rm } from 'node:fs/promises';
import { ExpectedError } from '../../../shared/outcome.ts';
import type { PlannedFile } from '../../../shared/plan.ts';
import { type Phrase, say } from '../../../shared/said.ts';
import type { Clock } from '../../system/clock.ts';
import { copyOfFile } from '../../system/file-copy.ts';
import { ensureFolder, errnoOf, exists, readTextIfThere, writeFileAtomic } from '../../system/files.ts';
import type { Host } from '../../system/host.ts';
import { acquireLock } from '../../system/lock.ts';
import { createProcessReader } from '../../system/processes.ts';
import { createSpawnRunner } from '../../system/spawn-runner.ts';
import { putFilesBack } from '../definition-copy.ts';
import type { ControlOptions, ServiceIdentity, SupervisorAdapter } from '../supervisor.ts';
import { askSupervisor } from './control-client.ts';
import type { ControlVerb } from './control-protocol.ts';
import { DEFAULT_TUNING, renderDefinitionFile, type Tuning } from './definition-file.ts';
import { findSupervision, inspectEmbedded } from './inspect.ts';
import { launchSupervisor, type SupervisorProgram } from './launch.ts';
import { stopOrphan } from './orphan.ts';
import { type EmbeddedPaths, embeddedPaths } from './paths.ts';
import { embeddedSurvival } from './survival.ts';

export interface EmbeddedDeps {
  readonly host: Host;
  readonly clock: Clock;
  readonly program: SupervisorProgram;
  /** Written into every definition; for tests that cannot wait. */
  readonly tuning?: Partial<Tuning>;
}

const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
const POLL_MS = 100;
/** What the supervisor needs beyond the stop budget to kill, write and leave. */
const LEAVE_MS = 10_000;

export function createEmbeddedAdapter(deps: EmbeddedDeps): SupervisorAdapter {
  const { host, clock } = deps;
  const tuning: Tuning = { ...DEFAULT_TUNING, ...deps.tuning };
  const runner = createSpawnRunner(host.env);
  const read = createProcessReader(host.platform, runner);
  const pathsOf = (profile: string) => embeddedPaths(host, profile);

  /** Passes a request on. false = there is no supervisor. @throws ExpectedError `state-unknown` when there is one that does not listen. */
  async function ask(paths: EmbeddedPaths, verb: ControlVerb, options: ControlOptions): Promise<boolean> {
    const deadline = clock.monotonic() + tuning.stopBudgetMs + LEAVE_MS;
    for (;;) {
      const answer = await askSupervisor(paths.control, verb, options.signal);
      options.signal?.throwIfAborted();
      if (answer.kind === 'reply' && answer.reply.ok) return true;
      if (answer.kind === 'no-answer') throw stateUnknown(paths, answer.reason);
      if (answer.kind === 'reply' && !answer.reply.ok && answer.reply.code === 'bad-request') {
        throw stateUnknown(paths, say('reason.other-request'));
      }
      if (answer.kind === 'nobody') {
        const supervision = await findSupervision(paths, { clock, read }, options);
        if (supervision.kind === 'unknown') throw stateUnknown(paths, supervision.reason);
        if (supervision.kind === 'none') return false;
      }
      // It is leaving, or has just come: look again.
      if (clock.monotonic() >= deadline) throw stateUnknown(paths, say('reason.never-done'));
      await clock.sleep(POLL_MS, options.signal);
    }
  }

  async function launch(paths: EmbeddedPaths, identity: ServiceIdentity, options: ControlOptions) {
    if (!(await exists(paths.definition))) throw notInstalled(identity);
    return launchSupervisor(deps.program, host.env, paths, clock, options.signal);
  }

  async function endAll(paths: EmbeddedPaths, options: ControlOptions): Promise<void> {
    if (await ask(paths, 'shutdown', options)) return;
    await stopOrphan(paths, { clock, read, stopBudgetMs: tuning.stopBudgetMs }, options);
  }

  return {
    kind: 'embedded',
    stopBudgetMs: tuning.stopBudgetMs,

    async detect() {
      if (host.platform !== 'win32') return { available: true, version: null };
      return {
        available: false,
        code: 'not-supported',
        reason: say('not-supported.embedded-windows'),
        hint: say('hint.use-task-scheduler'),
      };
    },

    render(definition) {
      const paths = pathsOf(definition.profile);
      return [{ path: paths.definition, mode: FILE_MODE, content: renderDefinitionFile(definition, paths, tuning) }];
    },

    async planInstall(definition) {
      const files: PlannedFile[] = [];
      for (const file of this.render(definition)) {
        const before = await readTextIfThere(file.path);
        const change = before === null ? 'create' : before === file.content ? 'unchanged' : 'update';
        files.push({
          path: file.path,
          mode: '0600',
          content: file.content,
          change,
          before: change === 'update' ? before : null,
        });
      }
      return {
        files,
        commands: [],
        privileges: 'user',
        warnings: [say('warning.embedded-boot')],
      };
    },

    async planUninstall(identity) {
      const paths = pathsOf(identity.profile);
      const files: PlannedFile[] = [];
      for (const path of [paths.definition, paths.state, paths.gatewayLog, paths.supervisorLog]) {
        if (!(await exists(path))) continue;
        const before = path === paths.definition ? await readTextIfThere(path) : null;
        files.push({ path, mode: '0600', content: '', change: 'delete', before });
      }
      return { files, commands: [], privileges: 'user', warnings: [] };
    },

    // It is started by this very program, not by a command.
    startCommands: () => [],
    async inspect(identities, options) {
      return Promise.all(
        identities.map((identity) => inspectEmbedded(identity, pathsOf(identity.profile), { clock, read }, options)),
      );
    },

    async install(definition, identity) {
      const paths = pathsOf(identity.profile);
      const content = renderDefinitionFile(definition, paths, tuning);
      await ensureFolder(paths.folder, FOLDER_MODE);
      await writeFileAtomic(paths.definition, content, { mode: FILE_MODE });
    },

    async copyDefinition(identity) {
      const { definition } = pathsOf(identity.profile);
      return { files: [await copyOfFile(definition)], links: [], tasks: [], enabled: null };
    },
    // A supervisor that runs reads the file again at its next start of the gateway.
    putBack: (_identity, copy, isOurs) => putFilesBack(copy, isOurs),

    async start(identity, options = {}) {
      const paths = pathsOf(identity.profile);
      if (!(await exists(paths.definition))) throw notInstalled(identity);
      if (!(await ask(paths, 'start', options))) await launch(paths, identity, options);
    },

    async stop(identity, options = {}) {
      const paths = pathsOf(identity.profile);
      if (!(await exists(paths.definition)) && !(await exists(paths.state))) throw notInstalled(identity);
      await endAll(paths, options);
    },

    async restart(identity, options = {}) {
      const paths = pathsOf(identity.profile);
      if (!(await exists(paths.definition))) throw notInstalled(identity);
      if (await ask(paths, 'restart', options)) return;
      const state = await launch(paths, identity, options);
      // The new supervisor found the old gateway and keeps it; a restart means that it must go.
      if (state?.gateway?.adopted) await ask(paths, 'restart', options);
    },

    async uninstall(identity, options = {}) {
      const paths = pathsOf(identity.profile);
      if (!(await exists(paths.folder))) return;
      await endAll(paths, options);
      // Held while the files go, so that no supervisor can begin among them. A short wait is for the one that leaves.
      const lock = await acquireLock({
        folder: paths.lockFolder,
        name: paths.lockName,
        purpose: say('doing.uninstall'),
        waitMs: tuning.stopBudgetMs + LEAVE_MS,
        clock,
        signal: options.signal,
      }).catch((cause: unknown) => {
        throw cause instanceof ExpectedError && cause.code === 'locked' ? stopTimeout(identity) : cause;
      });
      try {
        await removeFolder(paths);
      } finally {
        await lock.release();
      }
    },

    async setAutostart(_identity, on) {
      throw new ExpectedError('not-supported', say('not-supported.embedded-autostart'), {
        hint: on ? say('hint.embedded-autostart') : say('hint.nothing-to-turn-off'),
      });
    },
    autostartCommands: () => null,

    async survival(_identity, _enabled, options) {
      return embeddedSurvival(host.platform, runner, options);
    },

    logSources(identity) {
      const paths = pathsOf(identity.profile);
      return [
        { kind: 'file', path: paths.gatewayLog },
        { kind: 'file', path: paths.supervisorLog, of: 'supervisor' },
      ];
    },
  };
}

async function removeFolder(paths: EmbeddedPaths): Promise<void> {
  try {
    await rm(paths.folder, { recursive: true, force: true });
    if (paths.controlFolder !== null) await rm(paths.control, { force: true });
  } catch (cause) {
    if (errnoOf(cause) === null) throw cause;
    throw new ExpectedError(
      'file-write-failed',
      say('file-write-failed.removed', { path: paths.folder, error: String(errnoOf(cause)) }),
      {
        hint: say('hint.stopped-uninstall-again'),
        cause,
      },
    );
  }
}

function notInstalled(identity: ServiceIdentity): ExpectedError {
  return new ExpectedError('not-installed', say('not-installed.embedded', { profile: identity.profile }), {
    hint: say('hint.install-embedded'),
  });
}

function stateUnknown(paths: EmbeddedPaths, reason: Phrase): ExpectedError {
  return new ExpectedError('state-unknown', say('state-unknown.embedded', { reason }), {
    hint: say('hint.look-into-unchanged', { path: paths.supervisorLog }),
  });
}

function stopTimeout(identity: ServiceIdentity): ExpectedError {
  return new ExpectedError('stop-timeout', say('stop-timeout.embedded', { profile: identity.profile }), {
    hint: say('hint.files-left'),
  });
}
