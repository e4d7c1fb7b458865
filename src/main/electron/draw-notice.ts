/** Draws what is worth a notification: what, which profile, one action. The text is a pure function of notice and words. */
import type { EventPayload, StatusSnapshot } from '../../shared/ipc/contract.ts';
import type { StatusReport } from '../../shared/status-report.ts';
import { verdictReason, verdictText } from '../../shared/text/tell.ts';
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

/** Whom a notice is about, as last seen. */
export interface NoticeSubject {
  /** What the person calls the profile. */
  readonly name: string;
  readonly report: StatusReport | null;
}

/** Subjects as the last snapshot has them. */
export function subjectIn(
  snapshot: () => StatusSnapshot,
  nameOf: (profile: string) => string,
): (profile: string) => NoticeSubject {
  return (profile) => ({
    name: nameOf(profile),
    report: snapshot().profiles.find((each) => each.profile === profile)?.report ?? null,
  });
}

/** At most so many names are told one by one. */
const NAMES = 4;

/** @param seen the report that the notice is about; where it says something else by now, the notice keeps its English. */
export function noticeText(notice: Notice, words: Words, seen: NoticeSubject | null = null): NoticeText {
  const { notices } = words;
  const profile = seen?.name ?? notice.profile ?? '';
  const report = seen?.report?.verdict.text === notice.text ? seen.report : null;
  const text = report === null ? notice.text : verdictText(report, words, profile);
  const reason = report === null ? notice.reason : (verdictReason(report, words)?.text ?? null);
  switch (notice.kind) {
    case 'failed':
    case 'attention':
      return { title: text, body: reason ?? notices.look, button: notices.show };
    case 'stopped':
      return {
        title: text,
        body: notices.notByYou,
        button: notice.action === 'start' ? notices.startAgain : notices.show,
      };
    case 'recovered':
      return { title: text, body: notices.recovered, button: null };
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
  readonly subjectOf: (profile: string) => NoticeSubject;
  readonly openWindow: (view: EventPayload<'view.select'> | null) => void;
  readonly run: (action: MenuAction) => void;
}

/** A click on the notification opens the profile; the button does what it says. */
export function drawNotice(notice: Notice, { words, notifications, subjectOf, openWindow, run }: DrawNoticeDeps): void {
  const { profile } = notice;
  const open = () => openWindow(profile === null ? null : { profile, tab: 'overview' });
  notifications.show({
    ...noticeText(notice, words, profile === null ? null : subjectOf(profile)),
    onClick: open,
    onButton() {
      if (notice.action === 'start' && profile !== null) run({ do: 'run', action: 'start', profile });
      else open();
    },
  });
}
