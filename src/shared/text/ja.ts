/**
 * Japanese wording, one file per topic in `ja/`. Complete by type.
 * Copy rules: です・ます in sentences, nouns on buttons; names and figures stay in Latin with a space around them; full-width
 * punctuation. ゲートウェイ, プロファイル, スーパーバイザー; RPC, systemd, pid, linger as the field writes them.
 */
import { app } from './ja/app.ts';
import { commands } from './ja/commands.ts';
import { core } from './ja/core.ts';
import { diagnose } from './ja/diagnose.ts';
import { facts } from './ja/facts.ts';
import { logs } from './ja/logs.ts';
import { navigation } from './ja/navigation.ts';
import { notices } from './ja/notices.ts';
import { operations } from './ja/operations.ts';
import { overview } from './ja/overview.ts';
import { service } from './ja/service.ts';
import { settings } from './ja/settings.ts';
import { timeline } from './ja/timeline.ts';
import { told } from './ja/told.ts';
import { tray } from './ja/tray.ts';
import type { Words } from './words.ts';

export const ja: Words = {
  tag: 'ja',
  space: '',
  sentence: (text) => (/[。！？…]$/.test(text) ? text : `${text}。`),
  units: { ms: 'ms', s: '秒', min: '分', hours: (n) => `${n}\u00a0時間`, days: (n) => `${n}\u00a0日` },
  ...app,
  ...facts,
  ...navigation,
  ...overview,
  ...operations,
  ...logs,
  ...service,
  ...settings,
  ...tray,
  ...diagnose,
  ...timeline,
  ...notices,
  ...commands,
  told,
  core,
};
