/** One way in which a host with an OpenClaw gateway can be broken: how it gets broken, what doctor must say, and what makes it well. */
import type { ExecOptions } from '../hosts/systemd-host.ts';
import type { Scene } from './scene.ts';

export interface BrokenHost {
  readonly id: string;
  /** What is wrong, as a person who knows the cause would say it. */
  readonly title: string;
  readonly topic: 'definition' | 'systemd' | 'config' | 'port' | 'auth' | 'process' | 'disk' | 'profiles';
  /** Id of the rule that our doctor must name first. */
  readonly rule: string;
  /**
   * Where the live suite breaks it. `demo`: the failure is the same for any gateway, and the demo gateway starts in a second.
   * `real`: what happens depends on OpenClaw itself.
   */
  readonly on: 'demo' | 'real';
  /** Cannot be made with the real gateway, because the demo gateway is told to misbehave. Such a host is not in the comparison. */
  readonly demoOnly?: boolean;
  /** Its first step stops the service or starts it anew, so that it need not run before. */
  readonly stopsAnyway?: boolean;
  /** It crashes and is started again, so that single looks may fall between two crashes. */
  readonly loops?: boolean;
  /** Breaks a healthy host (`scene.ts`). Rejects when it could not be broken. */
  break(scene: Scene): Promise<void>;
  readonly cure: Cure;
  /** Findings that are cured after it, in this order, by `doctor --fix`: what was hidden behind the first one. */
  readonly afterwards?: readonly string[];
  /** Notices that stay when it is cured, because the cure that was chosen leaves them. */
  readonly leaves?: readonly string[];
  /**
   * A report has named the cause when all of these match its text. Judged alike for every tool: words for the cause itself, in any
   * wording that a person would understand, never words for the symptom alone ("not running", "not reachable").
   */
  readonly causeWords: readonly RegExp[];
  /** How the shim is called on this host: for a profile, or from a poorer environment. */
  readonly as?: { readonly profile?: string; readonly exec?: ExecOptions };
  /** Only a deep look finds it. */
  readonly deep?: boolean;
  /** Exit code of `doctor`; 1 when left out. */
  readonly doctorExit?: 0 | 4;
  /**
   * A shell test as the user that succeeds when the cause itself is gone, asked of the host and of no doctor. Left out where a gateway
   * that answers, enabled, is proof enough.
   */
  gone?(scene: Scene): string;
  /** Takes back what `resetScene` does not know of. */
  restore?(scene: Scene): Promise<void>;
}

export type Cure =
  /** `doctor --fix RULE --yes`. */
  | { readonly by: 'fix'; readonly choice?: number }
  /** The rule gives advice or a command: what a person does then. `carryOut` does that. */
  | { readonly by: 'person'; readonly does: string; carryOut(scene: Scene): Promise<void> };
