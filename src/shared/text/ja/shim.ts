/** Japanese of `../en/shim.ts`. Copy rules are in `../ja.ts`. */
import type { shim as english } from '../en/shim.ts';

export const shim: typeof english = {
  error: 'エラー',
  note: '注意',
  colon: (label, text) => `${label}: ${text}`,
  yesNo: (question) => `${question} [y/N] `,
  notKnown: '不明',
  notReported: '報告なし',
  none: 'なし',
  seeHelp: '使い方: openclaw-tray --help',
  bytesMore: (n) => `…（ほか ${n} バイト）`,
  notProm: (path: string) => `node_exporter が読むのは .prom で終わるファイルですが、${path} はそうではありません。`,

  alerts: {
    when: (levels: readonly string[] | null, profile: string | null) =>
      `${profile ?? 'すべてのプロファイル'}、${levels === null ? 'すべての変化' : `${levels.join('、')} になったとき`}`,
    none: 'アラートはありません。追加するには: openclaw-tray alerts add --help',
    added: (id: string) => `${id} を追加しました。試すには: openclaw-tray alerts test ${id}`,
    removed: (id: string) => `${id} を削除しました。`,
    delivered: (id: string) => `${id} は届きました`,
  },

  status: {
    definition: 'サービス定義',
    process: 'プロセス',
    probe: 'RPC の確認',
    url: 'ゲートウェイ URL',
    configCommand: '設定（コマンド）',
    configService: '設定（サービス）',
    state: '状態フォルダー',
    secret: 'シークレット',
    logs: 'ログ',
    afterLogout: 'ログアウト後',
    health: '稼働状況',
    extra: 'ほかのサービス',
    couldNotFindOut: '確認できませんでした',
    notInstalled: 'インストールされていません',
    installed: (enabled) =>
      `インストール済み、${enabled === null ? '自動起動は不明' : enabled ? '自動起動あり' : '自動起動なし'}`,
    service: (name, supervisor) => `${name}（${supervisor}）`,
    serviceOf: (name, supervisor, account) => `${name}（${supervisor}、アカウント ${account}）`,
    serviceState: {
      'not-installed': '未インストール',
      installed: 'インストール済み',
      starting: '起動中',
      running: '実行中',
      stopping: '停止処理中',
      stopped: '停止',
      crashed: '異常終了',
      'crash-looping': '異常終了の繰り返し',
      unknown: '不明',
    },
    pid: (n) => `pid ${n}`,
    since: (at) => `${at} から`,
    restarts: (n) => `自動再起動 ${n} 回`,
    lastExit: (exit) => `前回の終了: ${exit}`,
    skipped: '省略',
    failed: (code, phase) => `失敗（${code}、段階 ${phase}）`,
    ok: '正常',
    ready: '準備完了',
    notReady: '準備中',
    modeNotSet: 'モード未設定',
    from: (source) => `出どころ: ${source}`,
    online: (n, all) => `${all} 台中 ${n} 台がオンライン`,
    stored: (n) => `保存 ${n} 件`,
    healthLine: (up, channels, nodes, sessions, limits) =>
      `稼働 ${up}、チャンネル ${channels}、ノード ${nodes}、セッション ${sessions}、上限 ${limits}`,
    also: (title) => `ほかに: ${title}`,
    comma: '、',
  },

  doctor: {
    severity: { error: 'エラー', warning: '警告', notice: 'お知らせ' },
    nothingWrong: '問題はありません。',
    nothingBroken: '故障はありません。',
    alsoNoticed: 'ほかに気づいたこと',
    notFoundOut: '確認できなかったこと',
    doThis: '実行しますか？',
    nothingChanged: '何も変更していません。',
    cured: (rule) => `もう一度確認しました。${rule} は解決しています。`,
    nothingToCure: (rule, profile) => `${profile} に ${rule} は見つかりません。対処するものはありません。`,
    remove: (name) => `${name} を削除しますか？`,
    endGateway: (command, pid) =>
      `${command}（pid ${pid}）は OpenClaw のゲートウェイですが、プロファイルが不明です。終了させますか？`,
    bringBack: '元に戻すには:',
  },

  plan: {
    head: {
      install: (profile, supervisor) => `${profile} を ${supervisor} でインストール（まだ何も変更していません）`,
      uninstall: (profile, supervisor) =>
        `${profile} を ${supervisor} からアンインストール（まだ何も変更していません）`,
      remove: (name, kind) => `${name} を削除（${kind}）`,
    },
    change: { create: '作成', update: '更新', unchanged: '変更なし', delete: '削除' },
    file: (path, mode) => `${path}  モード ${mode}`,
    set: '設定',
    setting: (key, value, path) => `${key} = ${value}  場所: ${path}`,
    commands: 'コマンド',
    rights: '権限',
    user: '自分のユーザーのみ',
    administrator: '管理者',
    keptAs: '保存先',
  },

  autostart: {
    nothingToDo: (profile: string, on: boolean) =>
      `することはありません。${profile} は自動で${on ? '起動します' : '起動しません'}。`,
    wouldRun: (administrator: boolean) => (administrator ? '管理者として実行するコマンド:' : '実行するコマンド:'),
  },

  history: {
    state: {
      up: '応答あり',
      attention: '要確認',
      down: '応答なし',
      changing: '起動中または停止中',
      off: '停止',
      asleep: 'スリープ',
      unknown: '監視なし',
    },
    nothing: (profile) => `${profile} の記録はありません。履歴はアプリの実行中に記録されます。`,
    notWatched: 'この期間に監視した時間は 1 分未満です。',
    answered: (share, span) => `監視した ${span} のうち ${share} で応答しました。`,
    noOutage: '停止はありませんでした。',
    outages: (n, longest, from, ongoing) =>
      `停止 ${n} 回、最長は ${from} からの ${longest}${ongoing ? '（継続中）' : ''}。`,
    restarts: (n) => `再起動 ${n} 回。`,
    head: (profile) => `${profile}:`,
    last: (shown, all) => `全 ${all} 区間のうち最後の ${shown} 区間:`,
    damaged: (n) => `履歴の壊れた ${n} 行を除きました。`,
  },

  health: {
    gateway: '接続先',
    well: '正常',
    yes: 'はい',
    no: 'いいえ',
    uptime: '稼働時間',
    versions: (presence, health) => `presence ${presence}、health ${health}`,
    counters: 'カウンター',
    sessions: 'セッション',
    nodes: 'ノード',
    limits: '上限',
    channels: 'チャンネル',
    channel: 'チャンネル',
    connected: '接続済み',
    running: '実行中',
    notRunning: '停止中',
    online: 'オンライン',
    offline: 'オフライン',
  },

  logs: {
    nothing: 'ログはありません。',
    nothingAsked: '条件に合うログはありません。',
    lookedAt: (places) => `確認した場所: ${places}`,
  },

  watch: {
    gone: (profile) => `${profile} はこのコンピューターにもうありません`,
    problem: (profile, message) => `${profile}: ${message}`,
    looking: (profile) => `${profile} を確認しています`,
    nothingChanged: '（変化なし）',
    changed: (fields) => `（${fields}）`,
  },

  selftest: {
    head: (version, platform, node, path) => `OpenClaw Tray ${version}、${platform}、Node ${node}（${path}）`,
    supervisors: 'スーパーバイザー',
    tools: 'ツール',
    without: (purpose, lost) => `${purpose}。ない場合: ${lost}`,
    good: 'ここでサービスを動かし続けられます。',
    bad: '必要なものが足りません。',
    notHere: 'ありません',
    answers: '応答あり',
    desktop: {
      head: 'デスクトップ',
      present: 'このセッションはトレイアイコンを表示します',
      unknown: (why) => `確認できませんでした: ${why}`,
      noAnswer: 'セッションバスが応答しませんでした',
      noBus: 'このセッションに D-Bus セッションバスがありません',
      noWatcher: 'セッションバスに StatusNotifierWatcher がありません',
      noPanel: 'StatusNotifierWatcher はありますが、アイコンを表示するパネルがありません',
      cureUnknown: 'デスクトップセッションでもう一度実行してください',
      cureNoBus:
        'デスクトップセッションで実行してください。ssh 経由やコンテナーにはバスがなく、アプリは代わりにウィンドウを表示します',
      cureNoTray:
        'GNOME: 拡張機能「AppIndicator and KStatusNotifierItem Support」を有効にしてください。ほかのパネル: トレイを追加してください。それまでアプリは代わりにウィンドウを表示します',
    },
  },

  bundle: {
    write: (path) => `${path} に書き込みますか？`,
    nothingWritten: '何も書き込んでいません。',
    bytes: (n) => `${n} バイト`,
    hidden: (n) => `${n} 件を伏せました`,
    total: (files, hidden) => `${files} ファイル、シークレットと個人情報 ${hidden} 件を取り除きました`,
    written: (path, bytes) => `${path}（${bytes} バイト、読めるのは自分だけ）`,
  },
};
