/**
 * Makes the port of a profile free by ending the process on it: only when it is proved to be an OpenClaw gateway of this user and this
 * profile, or, where its profile could not be told, when a person said so. Everything else is left alone and another port is proposed.
 */

import { ExpectedError } from '../../shared/outcome.ts';
import { type Said, say } from '../../shared/said.ts';
import { reasonSaid } from '../../shared/said-facts.ts';
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
    throw new ExpectedError('state-unknown', say('state-unknown.listener', { port, reason: reasonSaid(portOwner) }), {
      hint: say('hint.nothing-ended'),
    });
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
): Promise<Said> {
  const { holder } = plan;
  if (holder === null || holder.pid === null) return say('repaired.nobody-held', { port: facts.port });
  if (plan.ask && !options.confirmed) {
    throw new ExpectedError('needs-confirmation', say('needs-confirmation.gateway', { holder: inWords(holder) }), {
      hint: say('hint.say-yes'),
    });
  }
  const { machine, clock } = context;
  const { pid, startKey } = holder;
  await endProcess({ pid, startKey }, { read: machine.process, clock, graceMs: GRACE_MS, signal: options.signal });
  const began = clock.monotonic();
  for (;;) {
    const owner = await ownerOf(context, facts.port, facts.inspection.process);
    if (owner.owner === 'nobody' || (owner.owner === 'process' && owner.own)) break;
    if (clock.monotonic() - began > PORT_WAIT_MS) {
      throw new ExpectedError('port-in-use', say('port-in-use.again', { pid, port: facts.port }), {
        hint: say('hint.starts-anew'),
      });
    }
    await clock.sleep(100, options.signal);
  }
  return say('repaired.ended', { holder: inWords(holder), port: facts.port });
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
      ? say('whose.service', { service: holder.service })
      : holder.class === 'other-profile'
        ? say('whose.profile', { profile: holder.profile ?? say('whose.other-profile') })
        : say(holder.class === 'other-user' ? 'whose.other-user' : 'whose.unproved');
  return new ExpectedError('port-in-use', say('port-in-use.left-alone', { port, holder: inWords(holder), whose }), {
    hint:
      free === null
        ? say('hint.end-or-force-port')
        : say('hint.end-or-free-port', {
            port: free,
            command: `openclaw-tray${flag} gateway install --force --port ${free}`,
          }),
  });
}
