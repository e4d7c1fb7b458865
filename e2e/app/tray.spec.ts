import { expect, test } from './app-fixture.ts';

test('the tray and the window say the same of each profile', async ({ app }) => {
  const page = await app.page();
  const reply = await page.evaluate(() => window.openclawTray.call('status.snapshot', {}));
  const { profiles } = reply.value as {
    profiles: { profile: string; report: { verdict: { level: string } } | null }[];
  };
  const rows = await app.trayItems();
  expect(rows[0]?.enabled).toBe(false);
  if (profiles.length > 1 && profiles.length <= 4) {
    expect(rows.filter((row) => row.id.startsWith('profile:')).map((row) => row.label)).toEqual(
      profiles.map(({ profile }) => profile),
    );
  }
  const words: Record<string, RegExp> = {
    healthy: /^Healthy/,
    stopped: /^Stopped/,
    'not-installed': /^Not installed/,
    unknown: /^Could not find out/,
    failed: /^(Failed|Crash)/,
    degraded: /^Degraded/,
  };
  for (const { profile, report } of profiles) {
    const menu = profiles.length === 1 ? rows : (rows.find((row) => row.id === `profile:${profile}`)?.rows ?? []);
    const expected = words[report?.verdict.level ?? ''];
    if (expected !== undefined) expect(menu.find((row) => row.id === 'verdict')?.label).toMatch(expected);
  }
});
