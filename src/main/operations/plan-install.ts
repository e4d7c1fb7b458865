/**
 * What `install` is going to do, worked out without touching anything: the same object is printed by --dry-run, drawn as the plan
 * sheet and then carried out.
 */

import { randomBytes } from 'node:crypto';
import { totalmem } from 'node:os';
import type { InstallOptions } from '../../shared/operation.ts';
import { ExpectedError } from '../../shared/outcome.ts';
import type { Plan } from '../../shared/plan.ts';
import { type Phrase, type Said, say, textOf, told } from '../../shared/said.ts';
import type { ServiceDefinition } from '../../shared/service-definition.ts';
import type { SupervisorKind } from '../../shared/supervisor-kind.ts';
import { type ConfigChange, planConfigEdits } from '../openclaw/config-edit.ts';
import { locateEntry } from '../openclaw/locate-entry.ts';
import { locateRuntime } from '../openclaw/locate-runtime.ts';
import type { GatewayConfig } from '../openclaw/types.ts';
import { buildServiceDefinition } from '../profiles/definition.ts';
import { resolvePort } from '../profiles/ports.ts';
import type { ResolvedProfile } from '../profiles/profile.ts';
import { serviceNameFor } from '../supervisors/choose.ts';
import type { ServiceIdentity, StateFile, SupervisorAdapter } from '../supervisors/supervisor.ts';
import { emptyConfig } from './ask-gateway.ts';
import { hostFor } from './candidate.ts';
import type { CoreContext } from './context.ts';
import { pidOf, refuseExternallyManaged, requireKnown } from './control.ts';
import { type GatheredProfile, ownerOf } from './gather.ts';
import { chooseSupervisor, firstConfig, isHidden, refuseBlindChange, refuseOtherScope } from './install-scope.ts';

export interface PreparedInstall {
  readonly plan: Plan;
  /** Those of the plan, with what other languages tell them by. */
  readonly warnings: readonly Phrase[];
  readonly adapter: SupervisorAdapter;
  readonly identity: ServiceIdentity;
  readonly definition: ServiceDefinition;
  /** What the service will start. */
  readonly runtime: string;
  readonly entry: string;
  /** With the real values; `plan.configEdits` holds the same without secrets. */
  readonly configEdits: readonly ConfigChange[];
  /** The configuration as a whole, for a supervisor whose installation writes it for another account. May hold secrets. */
  readonly stateFiles: readonly StateFile[];
  /** Whole text that openclaw.json would have; null when it stays, or may not be read by this user. May hold secrets. */
  readonly configText: string | null;
  /** Everything on disk is as it would be written. */
  readonly unchanged: boolean;
}

/**
 * @param purpose `review` also renders for a supervisor that cannot run here, so that its files can be looked at or deployed elsewhere.
 * @throws ExpectedError for everything that makes the installation impossible or unsafe; nothing was written then.
 */
export async function prepareInstall(
  context: CoreContext,
  profile: ResolvedProfile,
  options: InstallOptions,
  before: GatheredProfile,
  purpose: 'apply' | 'review' = 'apply',
): Promise<PreparedInstall> {
  refuseExternallyManaged(profile);
  const { facts, located } = before;
  const host = hostFor(context.host, profile);
  const hidden = isHidden(facts);
  if (!facts.config.ok && !hidden) throw ExpectedError.from(facts.config.error);
  const config = facts.config.ok ? facts.config.config : emptyConfig(profile);
  if (hidden) refuseBlindChange(profile, options);
  if (config.mode === 'remote') {
    throw new ExpectedError('config-conflict', say('config-conflict.remote', { path: profile.configPath }), {
      hint: say('hint.mode-local'),
    });
  }
  const preferred = await context.preferences(profile.id);
  const present = facts.inspection.definition.status === 'present';
  const wanted = profile.account === null ? options.supervisor : 'systemd-system';
  refuseOtherScope(profile, facts, options.supervisor);
  const elsewhere = purpose === 'review' && wanted !== undefined ? await adapterForElsewhere(context, wanted) : null;
  const adapter =
    elsewhere ??
    (present && wanted === undefined
      ? located.adapter
      : await chooseSupervisor(context, wanted ?? preferred.supervisor ?? undefined));
  if (present && located.adapter.kind !== adapter.kind && elsewhere === null) {
    const there = { profile: profile.id, supervisor: located.adapter.kind };
    throw new ExpectedError('definition-conflict', say('definition-conflict.supervisor', there), {
      hint: say('hint.uninstall-there', { supervisor: adapter.kind }),
    });
  }
  if (!present && elsewhere === null) requireKnownUnlessOther(before, adapter);
  if (options.loggedOff === true) refuseLoggedOffElsewhere(adapter);
  const identity: ServiceIdentity = {
    profile: profile.id,
    serviceName: serviceNameFor(adapter.kind, profile.names),
    stateDir: profile.stateDir,
  };

  const { port } = resolvePort({ option: options.port ?? null, definitionPort: null, profile, config });
  const notes = elsewhere === null ? await refuseCollisions(context, profile, port, before) : [];

  const installed = facts.inspection.definition.status === 'present' ? facts.inspection.definition.parsed : null;
  const entry = await locateEntry({
    option: options.entry ?? null,
    definitionEntry: facts.program.entry,
    host,
  });
  const runtime = await locateRuntime({
    // A path that was given names a runtime of its own kind; a preference must not contradict it.
    kind: options.runtime ?? (options.runtimePath === undefined ? preferred.runtime : null) ?? 'node',
    option: options.runtimePath ?? null,
    definitionRuntime: installed === null ? null : facts.program.runtime,
    entry,
    host,
    runner: context.runner,
  });
  const definition = buildServiceDefinition({
    profile,
    host,
    kind: adapter.kind,
    port,
    runtime,
    entry,
    totalMemoryBytes: totalmem(),
  });
  const supervisorPlan = await adapter.planInstall(definition, identity, { loggedOff: options.loggedOff });
  const configEdits = neededConfigEdits(config, profile, options, port);
  const shown = hidden
    ? firstConfig(profile, configEdits)
    : await planConfigEdits(profile.configPath, configEdits, { env: profile.env, home: profile.home });
  const warnings: readonly Phrase[] = [
    ...profile.warnings,
    ...config.warnings,
    ...entry.warnings,
    ...runtime.warnings,
    ...supervisorPlan.warnings,
    ...notes,
  ];
  return {
    plan: {
      action: 'install',
      profile: profile.id,
      supervisor: adapter.kind,
      serviceName: identity.serviceName,
      files: [...supervisorPlan.files],
      configEdits: [...shown.edits],
      commands: [...supervisorPlan.commands, ...adapter.startCommands(identity, pidOf(before) !== null)].map((argv) => [
        ...argv,
      ]),
      privileges: supervisorPlan.privileges,
      warnings: warnings.map(textOf),
      ...told({ warnings }),
      port,
    },
    warnings,
    adapter,
    identity,
    definition,
    runtime: runtime.path,
    entry: entry.path,
    configEdits,
    stateFiles: shown.text === null ? [] : [{ path: profile.configPath, content: shown.text, replace: !hidden }],
    configText: hidden ? null : shown.text,
    unchanged:
      (hidden || configEdits.length === 0) && supervisorPlan.files.every((file) => file.change === 'unchanged'),
  };
}

/** The adapter of a supervisor that does not answer on this machine; null when it does. */
async function adapterForElsewhere(context: CoreContext, kind: SupervisorKind): Promise<SupervisorAdapter | null> {
  const adapter = await context.supervisors.get(kind);
  return (await adapter.detect()).available ? null : adapter;
}

/** An unknown state of the supervisor that was passed over (asked for another one) must not block the other one. */
function requireKnownUnlessOther(before: GatheredProfile, adapter: SupervisorAdapter): void {
  if (before.located.adapter.kind === adapter.kind) requireKnown(before);
}

/** @throws ExpectedError `invalid-option`. */
function refuseLoggedOffElsewhere({ kind }: SupervisorAdapter): void {
  if (kind === 'task-scheduler') return;
  throw new ExpectedError('invalid-option', say('invalid-option.logged-off', { supervisor: kind }), {
    hint: say(kind === 'systemd-user' ? 'hint.use-linger' : 'hint.leave-out'),
  });
}

const TOKEN_BYTES = 24;

/**
 * What openclaw.json must say so that the gateway starts and asks for a secret: the same that `openclaw gateway install` sees to
 * (openclaw 2026.9.6: mode local, a 48-digit token when no auth exists), the token that was asked for, and a port that differs.
 */
function neededConfigEdits(
  config: GatewayConfig,
  profile: ResolvedProfile,
  options: InstallOptions,
  port: number,
): readonly ConfigChange[] {
  const edits: ConfigChange[] = [];
  if (config.mode === null) {
    edits.push({ key: ['gateway', 'mode'], value: 'local', reason: say('edit.mode') });
  }
  if (options.port !== undefined && options.port !== (config.port ?? profile.defaultPort)) {
    edits.push({ key: ['gateway', 'port'], value: port, reason: say('edit.port') });
  }
  if (options.token !== undefined) {
    if (config.authMode !== 'token') {
      edits.push({ key: ['gateway', 'auth', 'mode'], value: 'token', reason: say('edit.token-given-mode') });
    }
    if (config.token.kind !== 'literal' || config.token.value !== options.token) {
      edits.push({
        key: ['gateway', 'auth', 'token'],
        value: options.token,
        reason: say('edit.token-given'),
        secret: true,
      });
    }
    return edits;
  }
  const hasSecret = config.token.kind !== 'absent' || config.password.kind !== 'absent';
  const envSecret = profile.env.OPENCLAW_GATEWAY_TOKEN ?? profile.env.OPENCLAW_GATEWAY_PASSWORD;
  if (!hasSecret && (config.authMode === null || config.authMode === 'token')) {
    if (config.authMode === null) {
      edits.push({ key: ['gateway', 'auth', 'mode'], value: 'token', reason: say('edit.no-auth') });
    }
    edits.push({
      key: ['gateway', 'auth', 'token'],
      // A token of the environment is what clients of this person present already; the service itself never sees that environment.
      value: profile.env.OPENCLAW_GATEWAY_TOKEN?.trim() || randomBytes(TOKEN_BYTES).toString('hex'),
      reason: say(envSecret === undefined ? 'edit.token-new' : 'edit.token-environment'),
      secret: true,
    });
  }
  return edits;
}

/**
 * Compares with every other profile of this host. Answers with what is to be said without being in the way: what could not be found out, and
 * names that differ in letter case only.
 * @throws ExpectedError `port-in-use` or `port-conflict` (a free port is proposed), or `instance-conflict`.
 */
async function refuseCollisions(
  context: CoreContext,
  profile: ResolvedProfile,
  port: number,
  before: GatheredProfile,
): Promise<readonly Phrase[]> {
  const { instanceOf, proposePort, readOtherInstances, tellsCaseApart } = await import('./instances.ts');
  const { collisionsOf, findCollisions } = await import('../profiles/collisions.ts');
  const sources = await readOtherInstances(context, [profile]);
  const own = { profile, config: before.facts.config, definition: null, definitionProblem: null, port };
  const instances = await Promise.all([
    instanceOf(context, own),
    ...sources.map(async (source) => {
      const instance = await instanceOf(context, source);
      // Not known is no leave to take it: a supervised gateway ends whatever other gateway holds its port.
      return { ...instance, port: instance.port ?? source.profile.defaultPort };
    }),
  ]);
  const propose = async () => {
    const free = await proposePort(context, profile.id, instances);
    return free === null ? say('hint.choose-port') : say('hint.free-port', { port: free });
  };
  const collisions = collisionsOf(
    profile.id,
    findCollisions(instances, { caseSensitive: tellsCaseApart(context.host.platform) }),
  );
  const serious = collisions.filter(({ severity }) => severity !== 'notice');
  const ofPorts = serious.find(({ kind }) => kind === 'port' || kind === 'derived-ports');
  if (ofPorts !== undefined) throw new ExpectedError('port-conflict', ofPorts.message, { hint: await propose() });
  const [first] = serious;
  if (first !== undefined) {
    throw new ExpectedError('instance-conflict', first.message, {
      hint: say('hint.own-instance', { profile: profile.id }),
      details: serious.slice(1).map(({ message }) => message),
    });
  }
  const notes = [...instances.flatMap(({ unknown }) => unknown), ...collisions.map(({ message }) => message)];
  if ((await context.machine.isPortFree(port)) !== false) return notes;
  // Asked about this very port: a unit that was edited by hand names another one than its running process holds.
  const owner = await ownerOf(context, port, before.facts.inspection.process);
  if (owner.owner === 'process' && owner.own) return notes;
  // Not readable, and of the account that the service runs as: its own.
  if (owner.owner === 'unreadable' && owner.sameAccount === true) return notes;
  throw new ExpectedError('port-in-use', say('port-in-use.held', { port, holder: describeOwner(owner) }), {
    hint: await propose(),
  });
}

function describeOwner(owner: GatheredProfile['facts']['portOwner']): Said {
  if (owner.owner === 'process') return say('holder.pid', { command: owner.command, pid: owner.pid });
  return say(owner.owner === 'unreadable' ? 'holder.other-user' : 'holder.other-program');
}
