import { type Phrase, say } from '../../../shared/said.ts';
import { harmless, redact } from '../../logs/redact.ts';
import type { CommandRunner } from '../../system/command-runner.ts';
import type { Environment } from '../../system/host.ts';
import type { AlertFacts } from './alert-facts.ts';
import type { CommandHook } from './hook.ts';

/** How one attempt went. `retry`: the same again later may work. `reason` is a sentence without a secret. */
export type Sent = { readonly ok: true } | { readonly ok: false; readonly reason: Phrase; readonly retry: boolean };

const SAID_CHARS = 300;

/**
 * Starts the command of a hook: the facts as JSON on stdin, the main ones in its environment too. It runs in `/`, with the person's own
 * environment less the gateway's secrets. A failure is not tried again: a command may have done half of its work.
 */
export async function sendCommand(
  hook: CommandHook,
  facts: AlertFacts,
  deps: { readonly runner: CommandRunner; readonly env: Environment; readonly signal: AbortSignal },
): Promise<Sent> {
  const result = await deps.runner.run(hook.argv, {
    timeoutMs: hook.timeoutMs,
    signal: deps.signal,
    input: `${JSON.stringify(facts)}\n`,
    env: {
      // The runner forces the C locale for tools whose words we read. This is the person's own program.
      LC_ALL: deps.env.LC_ALL,
      SYSTEMD_COLORS: deps.env.SYSTEMD_COLORS,
      OPENCLAW_GATEWAY_TOKEN: undefined,
      OPENCLAW_GATEWAY_PASSWORD: undefined,
      OPENCLAW_TRAY_EVENT: facts.event,
      OPENCLAW_TRAY_PROFILE: facts.profile,
      OPENCLAW_TRAY_LEVEL: facts.verdict.level,
      OPENCLAW_TRAY_PREVIOUS_LEVEL: facts.previous?.level ?? '',
      OPENCLAW_TRAY_TEXT: facts.text,
    },
  });
  if (result.exitCode === 0) return { ok: true };
  const failed = (failure: Phrase): Sent => ({ ok: false, retry: false, reason: withOutput(failure, result) });
  if (result.startError !== null) return failed(say('sent.not-started', { error: result.startError }));
  if (result.timedOut) return failed(say('sent.late', { ms: hook.timeoutMs }));
  if (result.signal !== null) return failed(say('sent.signal', { signal: result.signal }));
  return failed(say('sent.exit-code', { code: String(result.exitCode) }));
}

/** The failure, and the command's own words for it, where it said something. */
function withOutput(failure: Phrase, { stdout, stderr }: { readonly stdout: string; readonly stderr: string }): Phrase {
  const text = harmless(redact((stderr.trim() === '' ? stdout : stderr).trim())).replaceAll('\n', ' | ');
  if (text === '') return failure;
  return say('sent.said', { failure, said: text.length > SAID_CHARS ? `${text.slice(0, SAID_CHARS)} …` : text });
}
