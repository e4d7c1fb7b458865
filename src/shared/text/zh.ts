/**
 * Chinese wording (simplified), one file per topic in `zh/`. Complete by type.
 * Copy rules: no 你; full-width punctuation; a space between Han and Latin or figures. 网关, 配置档, 守护程序; RPC, systemd, pid, linger as
 * the field writes them.
 */
import type { Words } from './words.ts';
import { app } from './zh/app.ts';
import { commands } from './zh/commands.ts';
import { core } from './zh/core.ts';
import { diagnose } from './zh/diagnose.ts';
import { facts } from './zh/facts.ts';
import { logs } from './zh/logs.ts';
import { navigation } from './zh/navigation.ts';
import { notices } from './zh/notices.ts';
import { operations } from './zh/operations.ts';
import { overview } from './zh/overview.ts';
import { service } from './zh/service.ts';
import { settings } from './zh/settings.ts';
import { timeline } from './zh/timeline.ts';
import { told } from './zh/told.ts';
import { tray } from './zh/tray.ts';

export const zh: Words = {
  tag: 'zh-Hans',
  space: '',
  sentence: (text) => (/[。！？…]$/.test(text) ? text : `${text}。`),
  units: { ms: 'ms', s: '秒', min: '分钟', hours: (n) => `${n}\u00a0小时`, days: (n) => `${n}\u00a0天` },
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
