/**
 * Makes the port of a profile free by ending the process on it: only when it is proved to be an OpenClaw gateway of this user and this
 * profile, or, where its profile could not be told, when a person said so. Everything else is left alone and another port is proposed.
 */
import { ExpectedError } from '../../shared/outcome.ts';
import type { PortHolder } from '../health/closer-look.ts';
import { inWords } from '../health/rules/port-holder.ts';
import { endProcess } from '../system/end-process.ts';
import type { CoreContext } from './context.ts';
import { type GatheredProfile, ownerOf } from './gather.ts';
import { freePortFor } from './instances.ts';
import { findHolder } from './port-holder.ts';

/** The gateway lets running work end; after this it is ended hard. */
const GRACE_MS = 30_000;
const PORT_WAIT_MS = 5_000;

export interface FreePortPlan {
  /** null = nobody else holds the port. */
  readonly holder: PortHolder | null;
  /** Its profile is not proved: a person has to agree. */
  readonly ask: boolean;
}

/** What would be ended. @throws ExpectedError `port-in-use` when that process is not ours to end, `state-unknown` when nobody can tell. */
export async function planFreePort(context: CoreContext, { facts }: GatheredProfile): Promise<FreePortPlan> {
  const { portOwner, port } = facts;
  if (portOwner.owner === 'unknown') {
    throw new ExpectedError(
      'state-unknown',
      `Who listens on port ${port} could not be found out: ${portOwner.reason}`,
      {
        hint: 'Nothing was ended.',
      },
    );
  }
  const holder = await findHolder(context, facts);
  if (holder === null) return { holder: null, ask: false };
  const ours = holder.class === 'this-profile' || holder.class === 'gateway';
  const elsewhere = holder.service !== null && holder.service !== facts.inspection.serviceName;
  if (!ours || elsewhere || holder.pid === null || holder.startKey === null)
    throw await notOurs(context, facts, holder);
  return { holder, ask: holder.class === 'gateway' };
}

/**
 * Carries out a plan that was just made. The process is compared with the plan right before each signal.
 * @returns a sentence about what was done. @throws ExpectedError `needs-confirmation`, `stop-timeout`, `needs-elevation`, `port-in-use` …
 */
export async function freePort(
  context: CoreContext,
  { facts }: GatheredProfile,
  plan: FreePortPlan,
  options: { readonly confirmed: boolean; readonly signal?: AbortSignal | undefined },
): Promise<string> {
  const { holder } = plan;
  if (holder === null || holder.pid === null) return `Nobody else held port ${facts.port}.`;
  if (plan.ask && !options.confirmed) {
    throw new ExpectedError(
      'needs-confirmation',
      `${inWords(holder)} is an OpenClaw gateway, but which profile it belongs to could not be found out.`,
      { hint: 'If it is the one that is meant, say so with --yes. Nothing was ended.' },
    );
  }
  const { machine, clock } = context;
  const { pid, startKey } = holder;
  await endProcess({ pid, startKey }, { read: machine.process, clock, graceMs: GRACE_MS, signal: options.signal });
  const began = clock.monotonic();
  for (;;) {
    const owner = await ownerOf(context, facts.port, facts.inspection.process);
    if (owner.owner === 'nobody' || (owner.owner === 'process' && owner.own)) break;
    if (clock.monotonic() - began > PORT_WAIT_MS) {
      throw new ExpectedError('port-in-use', `Process ${pid} ended, and port ${facts.port} is held again.`, {
        hint: 'Something starts it anew. Find out what: openclaw-tray doctor --deep',
      });
    }
    await clock.sleep(100, options.signal);
  }
  return `Ended ${inWords(holder)}; port ${facts.port} is free.`;
}

async function notOurs(
  context: CoreContext,
  { port, profile }: GatheredProfile['facts'],
  holder: PortHolder,
): Promise<ExpectedError> {
  const free = await freePortFor(context, profile, port);
  const flag = profile.name === null ? '' : ` --profile ${profile.name}`;
  const whose =
    holder.service !== null
      ? `It belongs to the service ${holder.service}.`
      : holder.class === 'other-profile'
        ? `It is the gateway of ${holder.profile ?? 'another profile'}.`
        : holder.class === 'other-user'
          ? 'It belongs to another user.'
          : 'It is not proved to be a gateway of this profile.';
  return new ExpectedError('port-in-use', `Port ${port} is held by ${inWords(holder)}. ${whose} It was left alone.`, {
    hint:
      free === null
        ? 'End it where it was started, or choose another port with gateway install --force --port N.'
        : `End it where it was started, or use port ${free}: openclaw-tray${flag} gateway install --force --port ${free}`,
  });
}
