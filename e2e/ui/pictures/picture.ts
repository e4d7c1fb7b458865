/** What a picture of the window is made of, and what many of them begin with. */
import type { Page } from '@playwright/test';
import type { StatusSnapshot } from '../../../src/shared/ipc/contract.ts';
import * as fixtures from '../fixtures.ts';
import type { Scene } from '../scene.ts';

export interface Picture {
  readonly name: string;
  /** null = nothing has answered yet. */
  readonly first: (now: number) => StatusSnapshot | null;
  readonly act?: (page: Page, scene: Scene) => Promise<void>;
}

export const beside = (now: number) => [fixtures.healthy(now, 'lab', 19211), fixtures.stopped(now, 'dev', 19001)];
export const one = (report: (now: number) => ReturnType<typeof fixtures.healthy>) => (now: number) =>
  fixtures.snapshotOf(1, [report(now), ...beside(now)]);
export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
export const never = () => new Promise<never>(() => {});

/** The id of the operation that the window asked for last. */
export function askedOperation(scene: Scene, call: 'operation.run' | 'diagnose.fix.run' = 'operation.run'): string {
  const input = scene.bridge.made(call).at(-1)?.input;
  if (typeof input !== 'object' || input === null || !('operationId' in input))
    throw new Error('Nothing was asked for.');
  return String(input.operationId);
}

/** A restart that has come as far as its third step. */
export async function slowRestart(page: Page, scene: Scene): Promise<void> {
  scene.bridge.reply('operation.run', never);
  await button(page, 'Restart').click();
  await page.waitForTimeout(600);
  await scene.bridge.emit('operation.step', {
    operationId: askedOperation(scene),
    profile: 'default',
    action: 'restart',
    steps: [...fixtures.restartSteps],
  });
}

/** A computer without OpenClaw: the first run that cannot begin yet. */
export function withoutOpenClaw(now: number): ReturnType<typeof fixtures.healthy> {
  const report = fixtures.notInstalled(now);
  return {
    ...report,
    program: { ...report.program, entry: null, openclawVersion: null },
    diagnoses: [
      {
        code: 'openclaw-missing',
        severity: 'error',
        title: 'OpenClaw was not found on this computer',
        evidence: ['looked in PATH', 'looked in /usr/local/lib/node_modules', 'looked in /usr/lib/node_modules'],
        fix: { kind: 'command', label: 'Copy the command', command: ['npm', 'install', '-g', 'openclaw@latest'] },
      },
    ],
  };
}
