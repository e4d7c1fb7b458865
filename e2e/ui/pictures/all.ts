/** Every picture, in the order of the contact sheet, and the looks that each is drawn in. */
import { actions } from './actions.ts';
import { commands } from './commands.ts';
import { diagnose } from './diagnose.ts';
import { logs } from './logs.ts';
import { overview } from './overview.ts';
import type { Picture } from './picture.ts';
import { settings } from './settings.ts';

export interface PictureGroup {
  readonly title: string;
  readonly pictures: readonly Picture[];
}

export const GROUPS: readonly PictureGroup[] = [
  { title: 'Overview', pictures: overview },
  { title: 'Actions', pictures: actions },
  { title: 'Logs', pictures: logs },
  { title: 'Service and Diagnose', pictures: diagnose },
  { title: 'Settings', pictures: settings },
  { title: 'Commands, links, extra services', pictures: commands },
];

export interface Look {
  /** Ends the file's name. */
  readonly suffix: string;
  /** Heads the column of the contact sheet. */
  readonly title: string;
  readonly scheme: 'light' | 'dark';
  readonly size: { readonly width: number; readonly height: number };
  readonly language?: 'ja' | 'zh';
  readonly forced?: boolean;
}

const WIDE = { width: 880, height: 600 };
const NARROW = { width: 560, height: 480 };

/** The languages last: a page that was told in one is not told in English again. */
export const LOOKS: readonly Look[] = [
  { suffix: 'light', title: 'Light', scheme: 'light', size: WIDE },
  { suffix: 'dark', title: 'Dark', scheme: 'dark', size: WIDE },
  { suffix: '560x480-light', title: 'Narrow', scheme: 'light', size: NARROW },
  { suffix: 'forced', title: 'Forced colours', scheme: 'dark', size: WIDE, forced: true },
  { suffix: 'ja', title: '日本語', scheme: 'light', size: WIDE, language: 'ja' },
  { suffix: '560x480-ja', title: '日本語, narrow', scheme: 'dark', size: NARROW, language: 'ja' },
  { suffix: 'zh', title: '简体中文', scheme: 'dark', size: WIDE, language: 'zh' },
];
