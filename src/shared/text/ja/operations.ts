/** 計画と操作。Japanese of `../en/operations.ts`. Copy rules are in `../ja.ts`. */
import type { Words } from '../words.ts';

export const operations: Pick<Words, 'supervisor' | 'plan' | 'operation'> = {
  supervisor: {
    launchd: { name: 'launchd', note: '管理者権限は不要' },
    'systemd-user': { name: 'systemd（ユーザー）', note: '管理者権限は不要' },
    'systemd-system': { name: 'systemd（システム全体）', note: '管理者権限が必要' },
    'task-scheduler': { name: 'タスク スケジューラ', note: 'ログオン時に実行' },
    embedded: { name: '内蔵スーパーバイザー', note: 'ブート時には起動しません' },
  },

  plan: {
    title: {
      install: (p) => `${p} をインストールして起動`,
      uninstall: (p) => `${p} をアンインストール`,
      rewrite: (p) => `${p} のサービスを書き直す`,
      port: (p, n) => `${p} でポート ${n} を使う`,
      linger: (p) => `ログアウト後も ${p} を動かし続ける`,
    },
    lead: {
      install: (service, port) => `${service} を書き込み、有効にして、ポート ${port} で起動します。`,
      uninstall: (service) => `${service} を停止して削除します。設定、セッション、ログは残ります。`,
    },
    computing: '変更内容を調べています…',
    failed: '計画を作れません',
    nothing: '変更はありません。すべて整っています。',
    files: 'ファイル',
    config: '設定',
    commands: 'コマンド',
    rights: '権限',
    rightsUser: '管理者権限は不要',
    rightsAdmin: '管理者権限',
    warnings: '先に知っておくこと',
    change: { create: '新規', update: '変更', unchanged: '変更なし', delete: '削除' },
    secretHidden: '非表示',
    encoding: (name) => `${name} で書き込み`,
    unchangedLines: (n) => `変更のない ${n} 行`,
    showAll: '変更のない行を表示',
    hideAll: '変更のない行を隠す',
    added: (n) => `${n} 行追加`,
    removed: (n) => `${n} 行削除`,
    steps: '手順',
    preparing: '準備しています…',
    notApplied: '完了できませんでした',
    done: '完了',
  },

  operation: {
    doing: {
      install: (p) => `${p} をインストールしています`,
      uninstall: (p) => `${p} をアンインストールしています`,
      start: (p) => `${p} を起動しています`,
      stop: (p) => `${p} を停止しています`,
      restart: (p) => `${p} を再起動しています`,
    },
    failed: {
      install: (p) => `${p} をインストールできませんでした`,
      uninstall: (p) => `${p} をアンインストールできませんでした`,
      start: (p) => `${p} を起動できませんでした`,
      stop: (p) => `${p} を停止できませんでした`,
      restart: (p) => `${p} を再起動できませんでした`,
    },
    stoppedWaiting: '待つのをやめました。処理は続くことがあります。結果は判定に表示されます。',
    tooLate: 'もう中止できません。処理は続き、結果は判定に表示されます。',
    step: { waiting: '待機中', now: '実行中', done: '完了', failed: '失敗', skipped: '省略' },
    took: (t) => `所要時間 ${t}。`,
  },
};
