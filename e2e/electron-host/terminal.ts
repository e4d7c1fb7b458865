/**
 * The stand-in's desktop for a person at a terminal: the tray's first row is printed when it changes, Enter opens the window again.
 */
import { app } from './parts/app.ts';
import { sayings } from './parts/desktop.ts';
import { trayChanges, trays } from './parts/tray.ts';
import { hostOptions } from './parts/window.ts';

/** Starts to print when `run.mjs` asked for it. */
export function startTerminal(): void {
  if (process.env.OPENCLAW_STAND_IN_TERMINAL !== '1') return;
  let said = '';
  const say = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  trayChanges.on('change', (tray) => {
    const first = tray.menu()?.drawn()[0]?.label ?? '';
    if (first !== said) say(`Tray: ${first}`);
    said = first;
  });
  sayings.on('line', say);
  app.on('window-all-closed', () => say('The window is closed; the app goes on. Enter opens it again, Ctrl-C quits.'));
  say(
    hostOptions().headed
      ? 'OpenClaw Tray runs in a Chromium window. Ctrl-C quits; gateways are not affected.'
      : 'There is no display: the window is drawn, but cannot be seen. Ctrl-C quits; gateways are not affected.',
  );
  if (process.stdin.isTTY) process.stdin.on('data', () => trays[0]?.emit('click'));
}
