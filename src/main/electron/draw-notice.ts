/** Draws what is worth a notification: what, which profile, one action. The text is a pure function of notice and words. */
import type { EventPayload } from '../../shared/ipc/contract.ts';
import type { Words } from '../../shared/text/words.ts';
import type { Notice } from '../operations/notify.ts';
import type { Notifications } from './notifications.ts';
import type { MenuAction } from './tray/menu-model.ts';

export interface NoticeText {
  readonly title: string;
  readonly body: string;
  /** Label of the one button; null where a click on the notification itself is all there is. */
  readonly button: string | null;
}

/** At most so many names are told one by one. */
const NAMES = 4;

export function noticeText(notice: Notice, words: Words): NoticeText {
  const { notices } = words;
  const profile = notice.profile ?? '';
  switch (notice.kind) {
    case 'failed':
    case 'attention':
      return { title: notice.text, body: notice.reason ?? notices.look, button: notices.show };
    case 'stopped':
      return {
        title: notice.text,
        body: notices.notByYou,
        button: notice.action === 'start' ? notices.startAgain : notices.show,
      };
    case 'recovered':
      return { title: notice.text, body: notices.recovered, button: null };
    case 'flapping':
      return { title: notices.flapping(profile), body: notices.flappingBody(notice.count), button: notices.show };
    case 'summary':
      return {
        title: notices.summary(notice.profiles.length),
        body: [
          notice.profiles.slice(0, NAMES).join(', '),
          notice.profiles.length > NAMES ? notices.andMore(notice.profiles.length - NAMES) : '',
        ]
          .filter((part) => part !== '')
          .join(' '),
        button: notices.show,
      };
    default:
      return notice.kind satisfies never;
  }
}

export interface DrawNoticeDeps {
  readonly words: Words;
  readonly notifications: Notifications;
  readonly openWindow: (view: EventPayload<'view.select'> | null) => void;
  readonly run: (action: MenuAction) => void;
}

/** A click on the notification opens the profile; the button does what it says. */
export function drawNotice(notice: Notice, { words, notifications, openWindow, run }: DrawNoticeDeps): void {
  const { profile } = notice;
  const open = () => openWindow(profile === null ? null : { profile, tab: 'overview' });
  notifications.show({
    ...noticeText(notice, words),
    onClick: open,
    onButton() {
      if (notice.action === 'start' && profile !== null) run({ do: 'run', action: 'start', profile });
      else open();
    },
  });
}
