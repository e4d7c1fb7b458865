/** ログ。Japanese of `../en/logs.ts`. Copy rules are in `../ja.ts`. */
import type { Words } from '../words.ts';

const number = (n: number) => n.toLocaleString('ja');

export const logs: Pick<Words, 'logs'> = {
  logs: {
    title: 'ログ',
    empty: 'まだ記録がありません',
    emptyHint: 'ゲートウェイが書き込むと、ここに表示されます。',
    noneOfLevel: 'このレベルの行はありません',
    showAll: 'すべてのレベルを表示',
    sources: (names) => `出所：${names}`,
    lines: (n) => `${number(n)} 行`,
    level: { trace: 'トレース', debug: 'デバッグ', info: '情報', warn: '警告', error: 'エラー', fatal: '致命的' },
    levels: 'レベル',
    least: { all: 'すべて', info: '情報', warn: '警告', error: 'エラー' },
    source: '出所',
    allSources: 'すべての出所',
    sourceNames: {
      journal: 'ジャーナル',
      service: 'サービスの出力',
      gateway: 'ゲートウェイのログ',
      supervisor: 'スーパーバイザー',
    },
    search: 'ログを検索',
    found: (at, of) => (at === 0 ? `${number(of)} 件` : `${number(at)} / ${number(of)}`),
    foundNone: '見つかりません',
    next: '次の一致 (Enter)',
    previous: '前の一致 (Shift+Enter)',
    lastCrash: '最後のクラッシュ',
    noCrash: 'クラッシュの記録はありません',
    crashNotFound: '最後のクラッシュはこの行の中にありません',
    copiedLast: (n) => `最後の ${number(n)} 行をコピーしました。それ以上は入りません`,
    openFolder: 'ログのフォルダーを開く',
    noFolder: 'このログはファイルにはありません',
    follow: '追いかける',
    newLines: (n) => `新しい ${number(n)} 行`,
    older: '古い行を読んでいます',
    begin: 'ログの先頭です',
    keptOnly: (n) => `ここには最後の ${number(n)} 行だけを保持しています。残りはファイルにあります`,
    dropped: (n) => `${number(n)} 行は速すぎて表示できませんでした`,
    cut: (bytes) => `さらに ${number(bytes)} バイト`,
    hidden: '非表示',
    detail: '行の全体',
    failed: 'ログを読み取れません',
    problem: '読み取れない出所があります',
  },
};
