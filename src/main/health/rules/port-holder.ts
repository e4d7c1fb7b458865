/** Who is on the port instead of the service; shared by the rules about a port that is held. */
import { type Phrase, type Quote, quote, type Said, say } from '../../../shared/said.ts';
import type { HolderClass, PortHolder } from '../closer-look.ts';
import type { ProfileFacts } from '../facts.ts';
import { shortProgram } from './short-program.ts';

/** null when nobody is there, when it is the service itself, or when nothing could be found out. */
export function holderOf(facts: ProfileFacts): PortHolder | null {
  const { portOwner, probe } = facts;
  if (portOwner.owner === 'nobody' || portOwner.owner === 'unknown') return null;
  if (portOwner.owner === 'process' && portOwner.own) return null;
  // Not readable, and of the account that the service runs as: its own.
  if (portOwner.owner === 'unreadable' && portOwner.sameAccount === true) return null;
  // What answers us like our gateway is a finding of its own (unmanaged-gateway), unless it says itself that it is another process.
  if (probe?.ok === true && !isProvenOther(facts)) return null;
  if (facts.closer?.holder != null) return facts.closer.holder;
  const unknown = { startKey: null, profile: null, service: null, parent: null };
  if (portOwner.owner === 'unreadable') {
    return { class: 'unreadable', pid: null, command: '', user: null, startedAt: null, ...unknown };
  }
  const { pid, command, user, startedAt } = portOwner;
  return { class: 'foreign', pid, command, user, startedAt, ...unknown };
}

/** The service runs, and the gateway that answers names the process on the port, which is not the service's. */
function isProvenOther({ portOwner, probe, inspection }: ProfileFacts): boolean {
  const { process } = inspection;
  if (process.state !== 'running' || portOwner.owner !== 'process') return false;
  const serverPid = probe?.detail.serverPid ?? null;
  return serverPid !== null && serverPid === portOwner.pid && serverPid !== process.pid;
}

export function heldBy(facts: ProfileFacts, ...classes: readonly HolderClass[]): PortHolder | null {
  const holder = holderOf(facts);
  return holder !== null && classes.includes(holder.class) ? holder : null;
}

/** For example `nc -l 18789 (pid 4711, user me)`. */
export function inWords(holder: PortHolder): Said | Quote {
  return named(holder, shorten(holder.command, MAX_COMMAND));
}

/** For a headline: `node x.ts (pid 82, user me)`, where `inWords` has every argument. */
export function inShort(holder: PortHolder): Said | Quote {
  return named(holder, shorten(shortProgram(holder.command), MAX_NAME));
}

function named({ pid, user }: PortHolder, line: string): Said | Quote {
  const command = line === '' ? say('holder.process') : quote(line);
  if (pid !== null)
    return user === null ? say('holder.pid', { command, pid }) : say('holder.pid-user', { command, pid, user });
  return user === null ? command : say('holder.user', { command, user });
}

const MAX_NAME = 60;
const MAX_COMMAND = 120;
/** The evidence has all of it; a class path of a megabyte is no evidence. */
const MAX_EVIDENCE = 4_000;

function shorten(command: string, most: number): string {
  return command.length <= most ? command : `${command.slice(0, most - 1)}…`;
}

/** Everything that is known about it, a line each. */
export function holderEvidence(facts: ProfileFacts, holder: PortHolder): Phrase[] {
  return [
    say('seen.holder', {
      port: facts.port,
      holder: named(holder, shorten(holder.command, MAX_EVIDENCE)),
      profile: facts.profile.id,
    }),
    ...(holder.startedAt === null ? [] : [say('seen.holder-since', { at: holder.startedAt })]),
    ...(holder.service === null ? [] : [say('seen.holder-service', { service: holder.service })]),
    ...(holder.parent === null ? [] : [say('seen.holder-parent', { parent: holder.parent })]),
  ];
}

/** Without a service of its own nothing is broken yet; the port only stands in the way of an installation. */
export function severityOfHeld(facts: ProfileFacts): 'error' | 'notice' {
  return facts.inspection.definition.status === 'absent' ? 'notice' : 'error';
}
