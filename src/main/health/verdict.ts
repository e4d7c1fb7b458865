/**
 * One sentence out of three facts. Pure: the same facts give the same verdict in the shim, the window and the tray.
 */
import type { ProbeCode } from '../../shared/probe.ts';
import { both, type Phrase, phraseOf, Said, say, textOf, told } from '../../shared/said.ts';
import { exitSaid, probeSaid, reasonSaid } from '../../shared/said-facts.ts';
import type { LastExit } from '../../shared/service-state.ts';
import type { Verdict, VerdictLevel } from '../../shared/verdict.ts';
import type { ProfileFacts } from './facts.ts';
import { isOtherAccounts } from './rules/rule.ts';
import { START_GRACE_MS } from './start-grace.ts';
import { serviceStateOf } from './state.ts';

export function verdictOf(facts: ProfileFacts): Verdict {
  const name = facts.profile.id;
  const state = serviceStateOf(facts.inspection);
  const process = facts.inspection.process;
  switch (state) {
    case 'not-installed':
      return notInstalled(facts);
    case 'installed':
      return make('stopped', 'verdict.stopped', `${name} is stopped`, 'It is installed and was never started.');
    case 'stopped':
      return stopped(facts);
    case 'stopping':
      return make('stopping', 'verdict.stopping', `${name} is stopping`, null);
    case 'crashed':
      return make(
        'failed',
        'verdict.crashed',
        `${name} crashed`,
        sentence(
          process.state === 'crashed' ? process.lastExit : null,
          say(process.state === 'crashed' && process.willRestart ? 'why.about-to-start' : 'why.not-started'),
        ),
      );
    case 'crash-looping':
      return make(
        'failed',
        'verdict.crashLoop',
        `${name} keeps crashing`,
        sentence(
          process.state === 'crash-looping' ? process.lastExit : null,
          process.state === 'crash-looping' && process.gaveUp ? say('why.gave-up') : null,
        ),
      );
    case 'unknown':
      return make('unknown', 'verdict.unknown', `Could not find out about ${name}`, unknownReason(facts));
    case 'starting':
      return facts.probe?.ok === true
        ? answering(facts)
        : make('starting', 'verdict.starting', `${name} is starting`, null);
    case 'running':
      return answering(facts);
    default:
      return state satisfies never;
  }
}

function make(level: VerdictLevel, code: string, text: string, reason: Phrase | null): Verdict {
  return { level, code, text, reason: reason === null ? null : textOf(reason), ...told({ reason }) };
}

function sentence(exit: LastExit | null, then: Said | null): Said | null {
  if (exit === null || exit.words === '') return then;
  const how = new Said('why.exit', { exit: exitSaid(exit) }, endWithStop(exit.words));
  return then === null ? how : both(how, then);
}

function endWithStop(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

function unknownReason(facts: ProfileFacts): Phrase | null {
  const { process, definition } = facts.inspection;
  if (process.state === 'unknown') return reasonSaid(process);
  return definition.status === 'unknown' ? reasonSaid(definition) : null;
}

/** A gateway may run without us: then it is not ours to call stopped. */
function notInstalled(facts: ProfileFacts): Verdict {
  const name = facts.profile.id;
  if (facts.probe?.ok === true) {
    return make(
      'external',
      'verdict.unmanaged',
      `${name} runs without a service`,
      'A gateway answers, but no service is installed for it.',
    );
  }
  if (facts.probe !== null && isGatewayAnswer(facts.probe.detail.code)) {
    return make('external', 'verdict.unmanaged', `${name} runs without a service`, probeSaid(facts.probe.detail));
  }
  return make('not-installed', 'verdict.notInstalled', `${name} is not installed`, null);
}

function stopped(facts: ProfileFacts): Verdict {
  const name = facts.profile.id;
  if (facts.probe?.ok === true) {
    return make(
      'external',
      'verdict.unmanaged',
      `${name} runs without its service`,
      `The service is stopped, but a gateway answers on port ${facts.port}.`,
    );
  }
  return make('stopped', 'verdict.stopped', `${name} is stopped`, null);
}

function answering(facts: ProfileFacts): Verdict {
  const name = facts.profile.id;
  const { probe } = facts;
  if (probe === null) {
    return make('unknown', 'verdict.notProbed', `${name} runs`, 'It was not asked whether it answers.');
  }
  if (probe.ok) {
    const readiness = probe.detail.readiness;
    if (readiness !== null && !readiness.ok) {
      if (isYoung(facts))
        return make('starting', 'verdict.starting', `${name} is starting`, 'It answers, and is not ready yet.');
      return make('degraded', 'verdict.notReady', `${name} answers but is not ready`, readiness.detail);
    }
    return make('healthy', 'verdict.healthy', `${name} is healthy`, null);
  }
  const { code } = probe.detail;
  const message = probeSaid(probe.detail);
  if (code === 'starting') return make('starting', 'verdict.starting', `${name} is starting`, message);
  if (code === 'stopping') return make('stopping', 'verdict.stopping', `${name} is stopping`, message);
  if (code === 'refused' && isYoung(facts)) {
    return make('starting', 'verdict.starting', `${name} is starting`, 'It does not listen yet.');
  }
  if (facts.portOwner.owner === 'process' && !facts.portOwner.own) {
    return make(
      'failed',
      'verdict.portTaken',
      `Port ${facts.port} is taken`,
      `It is held by ${facts.portOwner.command} (pid ${facts.portOwner.pid}).`,
    );
  }
  if (code === 'auth-mismatch') return make('degraded', 'verdict.tokenRefused', `${name} refuses the token`, message);
  if (
    code === 'auth-required' ||
    code === 'secret-unresolved' ||
    code === 'pairing-required' ||
    code === 'rate-limited'
  ) {
    // A configuration that cannot be read is why no secret is known: that is what wants attention.
    if (isOtherAccounts(facts)) {
      const account = facts.profile.account?.name ?? say('why.its-account');
      const ready = probe.detail.readiness?.ok === true;
      return ready
        ? make('healthy', 'verdict.readyUnasked', `${name} is ready`, say('why.ready-unasked', { account }))
        : make('unknown', 'verdict.unasked', `${name} runs`, say('why.unasked', { account }));
    }
    const reason = facts.config.ok ? message : phraseOf(facts.config.error.message, facts.config.error.told?.message);
    return make('degraded', 'verdict.degraded', `${name} needs attention`, reason);
  }
  const reason = facts.processPaused === true ? say('why.sigstop') : message;
  return make('failed', 'verdict.noAnswer', `${name} does not answer`, reason);
}

/** The other side proved that it is a gateway, even though it did not let us in. */
export function isGatewayAnswer(code: ProbeCode): boolean {
  return [
    'ok',
    'auth-required',
    'auth-mismatch',
    'pairing-required',
    'rate-limited',
    'protocol-mismatch',
    'starting',
    'stopping',
    'rejected',
  ].includes(code);
}

function isYoung(facts: ProfileFacts): boolean {
  const { process } = facts.inspection;
  if (process.state !== 'running' && process.state !== 'starting') return false;
  if (process.since === null) return false;
  const age = facts.checkedAt - Date.parse(process.since);
  // Started in the future: the clock was set back, and the age is not known. It is not young then, or it would be for hours.
  return age > -START_GRACE_MS && age < START_GRACE_MS;
}
