/** The app's window during the demo: the built main process in the stand-in, photographed. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchInStandIn } from '../electron-host/launch-stand-in.ts';

export interface DemoWindow {
  /** Waits until the headline of the window matches, then writes a PNG. */
  picture(path: string, heading: RegExp): Promise<void>;
  close(): Promise<void>;
}

const WAIT_MS = 15_000;

export async function openWindow(options: {
  env: Readonly<Record<string, string>>;
  scratch: string;
}): Promise<DemoWindow> {
  const app = await launchInStandIn({
    main: fileURLToPath(new URL('../../dist/main/main.mjs', import.meta.url)),
    env: { ...options.env, TMPDIR: join(options.scratch) },
  });
  const page = await app.page();
  return {
    async picture(path, heading) {
      await page.getByRole('heading', { level: 1, name: heading }).waitFor({ timeout: WAIT_MS });
      await page.screenshot({ path, animations: 'disabled' });
      console.log(`  picture: ${path}`);
    },
    async close() {
      await app.quit();
    },
  };
}
