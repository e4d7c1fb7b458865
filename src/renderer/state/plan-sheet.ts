/**
 * The sheet that shows a plan, and then its steps.
 */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Client } from '../../shared/ipc/client.ts';
import type { InstallOptions } from '../../shared/operation.ts';
import type { OperationError } from '../../shared/outcome.ts';
import type { Plan } from '../../shared/plan.ts';
import type { Words } from '../../shared/text/words.ts';
import type { Operations } from './operations.ts';

export type PlanAction = Plan['action'];

export interface PlanSheet {
  readonly action: PlanAction;
  readonly profile: string;
  readonly options: InstallOptions;
  /** null while it is worked out. */
  readonly plan: Plan | null;
  readonly error: OperationError | null;
  /** `plan` shows what would happen, `steps` what happens, `failed` what did not. */
  readonly phase: 'plan' | 'steps' | 'failed';
}

export interface PlanSheetState {
  readonly sheet: ReadonlySignal<PlanSheet | null>;
  open(action: PlanAction, profile: string, options?: InstallOptions): Promise<void>;
  apply(): Promise<void>;
  close(): void;
}

/** What the sheet is called, and the button that carries it out: the cure that was pressed, not the operation behind it. */
export function planNames(
  words: Words,
  { action, profile, options }: PlanSheet,
  installed: boolean,
): { title: string; apply: string } {
  const { title } = words.plan;
  if (action === 'uninstall') return { title: title.uninstall(profile), apply: words.act.uninstallNow };
  if (!installed) return { title: title.install(profile), apply: words.act.installNow };
  if (options.port !== undefined)
    return { title: title.port(profile, options.port), apply: words.act.usePort(options.port) };
  if (options.linger === true) return { title: title.linger(profile), apply: words.act.lingerNow };
  return { title: title.rewrite(profile), apply: words.act.rewriteNow };
}

export function createPlanSheet(client: Client, operations: Operations): PlanSheetState {
  const sheet = signal<PlanSheet | null>(null);
  /** Changes the sheet only while it is still the one that asked. */
  const change = (asked: PlanSheet, part: Partial<PlanSheet>): PlanSheet | null => {
    if (sheet.peek() !== asked) return null;
    const next = { ...asked, ...part };
    sheet.value = next;
    return next;
  };
  return {
    sheet,
    async open(action, profile, options = {}) {
      const asked: PlanSheet = { action, profile, options, plan: null, error: null, phase: 'plan' };
      sheet.value = asked;
      const reply = await client.call('operation.plan', { action, profile, options });
      change(asked, reply.ok ? { plan: reply.value } : { error: reply.error });
    },
    async apply() {
      const shown = sheet.peek();
      if (shown === null || shown.plan === null || shown.phase !== 'plan') return;
      const running = change(shown, { phase: 'steps' });
      if (running === null) return;
      const reply = await operations.run(running.action, running.profile, running.options, shown.plan.warnings);
      if (reply.ok || reply.error.code === 'cancelled') {
        // The verdict says how it went, once.
        if (sheet.peek() === running) sheet.value = null;
      } else change(running, { phase: 'failed', error: reply.error });
    },
    close() {
      const shown = sheet.peek();
      if (shown?.phase === 'failed') operations.dismiss(shown.profile);
      sheet.value = null;
    },
  };
}
