/** アプリそのもの、判定、経過時間。Japanese of `../en/app.ts`. Copy rules are in `../ja.ts`. */
import type { Words } from '../words.ts';

export const app: Pick<Words, 'app' | 'level' | 'verdict' | 'age' | 'problem'> = {
  app: { name: 'OpenClaw Tray' },

  level: {
    healthy: '正常',
    starting: '起動中',
    stopping: '停止処理中',
    degraded: '要対応',
    failed: '異常',
    stopped: '停止',
    'not-installed': '未インストール',
    unknown: '確認不能',
    external: '管理外で動作中',
    paused: '一時停止',
  },

  verdict: {
    healthy: (p) => `${p} は正常です`,
    starting: (p) => `${p} を起動しています`,
    stopping: (p) => `${p} を停止しています`,
    degraded: (p) => `${p} に問題があります`,
    stopped: (p) => `${p} は停止しています`,
    notInstalled: (p) => `${p} はインストールされていません`,
    unknown: (p) => `${p} の状態を確認できません`,
    looking: (p) => `${p} を確認しています`,
    lastSeen: (level, age) => `最後の確認：${level}（${age}前）。`,
  },

  age: {
    checked: (t) => `${t}前に確認。`,
    checkedNow: 'たった今確認。',
    up: (t) => `稼働時間 ${t}。`,
    ago: (t) => `${t}前`,
    since: (t) => `${t}から`,
  },

  problem: {
    title: '最新の状態を表示できません',
    connecting: 'ゲートウェイを確認しています',
    bridge: 'アプリなしでウィンドウが開かれました。',
    bridgeHint: 'OpenClaw Tray を終了して、もう一度起動してください。',
    stale: 'その後の情報はありません。',
  },
};
