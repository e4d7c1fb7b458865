import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import * as fixtures from '../../../e2e/ui/fixtures.ts';
import { type OpenedLink, openedLink } from '../../shared/deep-link.ts';
import type { StatusSnapshot } from '../../shared/ipc/contract.ts';
import { createLinks } from './links.ts';

/** Links over parts that only write down what they are asked. */
function makeLinks(asking = false) {
  const snapshot = signal<StatusSnapshot | null>(null);
  const tab = signal<string | null>('general');
  const since = signal<number | null>(null);
  const done: string[] = [];
  let tell = (_opened: OpenedLink): void => {};
  const client = {
    on: (_name: string, listener: (opened: OpenedLink) => void) => {
      tell = listener;
      return () => {};
    },
  };
  const links = createLinks(client as never, {
    status: { snapshot, select: (...to: readonly unknown[]) => done.push(`select ${to.join(' ')}`) } as never,
    settings: { tab } as never,
    logView: { since },
    now: () => 1_000_000,
    asking: () => asking,
    closeHelpers: () => done.push('close helpers'),
    planInstall: (profile) => done.push(`plan install ${profile}`),
    planRepair: (profile, rule) => done.push(`plan repair ${profile} ${rule}`),
  });
  links.begin();
  const open = (path: string) => tell(openedLink(`openclaw-tray://profile/${path}`));
  const ready = () => {
    snapshot.value = fixtures.snapshotOf(1, [fixtures.healthy(Date.now(), 'work')]);
  };
  return { links, open, ready, done, tab, since };
}

test('a view is shown, whatever was shown, once it is known which profiles there are', () => {
  const { links, open, ready, done, tab, since } = makeLinks();
  open('work/logs?since=10m');
  expect(done).toEqual([]);
  ready();
  expect(done).toEqual(['close helpers', 'select work logs']);
  expect([tab.value, since.value, links.sheet.value]).toEqual([null, 400_000, null]);
  open('work/settings');
  expect(tab.value).toBe('profiles');
});

test('what would change something is asked or planned, never done', () => {
  const { links, open, ready, done } = makeLinks();
  ready();
  for (const action of ['start', 'stop', 'restart'] as const) {
    open(`work/${action}`);
    expect(links.sheet.value).toEqual({ kind: 'ask', profile: 'work', action });
  }
  open('work/install');
  expect(links.sheet.value).toBeNull();
  open('work/repair?rule=linger-off');
  expect(done.filter((each) => each.startsWith('plan'))).toEqual(['plan install work', 'plan repair work linger-off']);
});

test('a profile that is not there, a link that means nothing, and a second question are told', () => {
  const { links, open, ready, done } = makeLinks(true);
  ready();
  open('office/logs');
  expect(links.sheet.value).toEqual({ kind: 'no-profile', profile: 'office' });
  open('work/format');
  expect(links.sheet.value).toMatchObject({ kind: 'unreadable', text: '"openclaw-tray://profile/work/format"' });
  open('work/stop');
  expect(links.sheet.value).toEqual({ kind: 'sheet-open' });
  expect(done).toEqual([]);
  open('work/diagnose');
  expect([links.sheet.value, done]).toEqual([null, ['close helpers', 'select work diagnose']]);
});
