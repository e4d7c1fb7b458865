/** 案内と操作の名前。Japanese of `../en/navigation.ts`. Copy rules are in `../ja.ts`. */
import type { Words } from '../words.ts';

export const navigation: Pick<Words, 'nav' | 'tab' | 'act' | 'add'> = {
  nav: {
    profiles: 'プロファイル',
    views: '表示',
    addProfile: 'プロファイルを追加…',
    noProfile: 'プロファイルはまだありません',
    noProfileWhy: 'プロファイルは、固有の設定・状態・サービスを持つゲートウェイ 1 つです。',
    filter: 'プロファイルを絞り込む',
    noMatch: 'この名前を含むプロファイルはありません',
    shown: (n: number, all: number) => `${all} 件中 ${n} 件`,
    port: (n) => `ポート ${n}`,
    busy: '処理中',
    lastSeen: (level, age) => `${age}前の確認では${level}`,
  },

  tab: { overview: '概要', logs: 'ログ', service: 'サービス', diagnose: '診断', settings: '設定' },

  act: {
    start: '起動',
    stop: '停止',
    restart: '再起動',
    stopLoop: '繰り返しを止める',
    dashboard: 'ダッシュボード',
    more: 'その他',
    install: 'インストールして起動…',
    reinstall: '再インストール…',
    uninstall: 'アンインストール…',
    installNow: 'インストールして起動',
    uninstallNow: 'アンインストール',
    otherPort: '別のポートを選ぶ…',
    usePort: (n) => `ポート ${n} を使う`,
    check: '今すぐ確認',
    tryAgain: '再試行',
    copy: 'コピー',
    copied: 'コピーしました',
    copyCommand: 'コマンドをコピー',
    copyAddress: 'アドレスをコピー',
    copyDetails: '詳細をコピー',
    copyLog: 'ログをコピー',
    showLogs: 'ログを表示',
    forget: '一覧から外す',
    cancel: 'キャンセル',
    close: '閉じる',
    dismiss: '閉じる',
    add: '追加',
    stopWaiting: '待つのをやめる',
  },

  add: {
    title: 'プロファイルを追加',
    lead: 'プロファイルごとに設定、状態、サービスが分かれます。インストールするまで何も書き込みません。',
    field: '名前',
    example: 'work',
    taken: (p) => `${p} はすでに一覧にあります。`,
  },
};
