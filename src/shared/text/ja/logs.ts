/** ログ。Japanese of `../en/logs.ts`. Copy rules are in `../ja.ts`. */
import type { Words } from '../words.ts';

export const logs: Pick<Words, 'logs'> = {
  logs: {
    title: 'ログ',
    empty: 'まだ記録がありません',
    emptyHint: 'ゲートウェイが書き込むと、ここに表示されます。',
    sources: (names) => `出所：${names}`,
    lines: (n) => `${n} 行`,
    level: { trace: 'トレース', debug: 'デバッグ', info: '情報', warn: '警告', error: 'エラー', fatal: '致命的' },
    toNewest: '最新の行へ',
    failed: 'ログを読み取れません',
    problem: '読み取れない出所があります',
  },
};
