import { expect, test } from 'vitest';
import * as fixtures from '../../../e2e/ui/fixtures.ts';
import { en } from '../../shared/text/en.ts';
import { ja } from '../../shared/text/ja.ts';
import type { Notice } from '../operations/notify.ts';
import { drawNotice, noticeText } from './draw-notice.ts';
import type { Told } from './notifications.ts';
import type { MenuAction } from './tray/menu-model.ts';

const notice = (part: Partial<Notice>): Notice => ({
  kind: 'failed',
  profile: 'work',
  text: 'work does not answer',
  reason: 'No answer within 5000 ms.',
  action: 'open',
  profiles: ['work'],
  count: 1,
  ...part,
});

test.each<[Partial<Notice>, string, string, string | null]>([
  [{}, 'work does not answer', 'No answer within 5000 ms.', 'Show'],
  [{ reason: null }, 'work does not answer', 'Open it to see what was found.', 'Show'],
  [
    { kind: 'stopped', text: 'work is stopped', action: 'start' },
    'work is stopped',
    'It was not stopped from here.',
    'Start again',
  ],
  [{ kind: 'recovered', text: 'work is healthy' }, 'work is healthy', 'It answers again.', null],
  [
    { kind: 'summary', profile: null, profiles: ['a', 'b', 'c', 'd', 'e', 'f'] },
    '6 more gateways changed',
    'a, b, c, d and 2 more',
    'Show',
  ],
])('%j', (part, title, body, button) => {
  expect(noticeText(notice(part), en)).toEqual({ title, body, button });
});

test('it is told in the language of the person, with their name for the profile, while it is still what is seen', () => {
  const report = { ...fixtures.portTaken(0), profile: 'work' };
  const about = notice({ text: report.verdict.text, reason: report.verdict.reason });
  expect(noticeText(about, ja, { name: 'work', report })).toMatchObject({
    title: 'ポート 18789 は使用中です',
    body: '/usr/bin/ssh（pid 2211）が使用しています。',
  });
  expect(noticeText(notice({}), ja, { name: 'work', report }).title).toBe('work does not answer');
});

test('a click shows the profile; the button of a stopped one starts it, that of the others shows', () => {
  const shown: Told[] = [];
  const done: (MenuAction | object | null)[] = [];
  const deps = {
    words: en,
    subjectOf: (name: string) => ({ name, report: null }),
    notifications: { show: (told: Told) => shown.push(told) },
    openWindow: (view: object | null) => done.push(view),
    run: (action: MenuAction) => done.push(action),
  };
  drawNotice(notice({ kind: 'stopped', action: 'start' }), deps);
  drawNotice(notice({ kind: 'summary', profile: null }), deps);
  expect(shown.map(({ button }) => button)).toEqual(['Start again', 'Show']);
  shown[0]?.onClick();
  shown[0]?.onButton();
  shown[1]?.onClick();
  shown[1]?.onButton();
  expect(done).toEqual([
    { profile: 'work', tab: 'overview' },
    { do: 'run', action: 'start', profile: 'work' },
    null,
    null,
  ]);
});
