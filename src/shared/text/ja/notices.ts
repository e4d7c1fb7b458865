import type { Words } from '../words.ts';

export const notices: Pick<Words, 'notices'> = {
  notices: {
    look: '開くと、見つかったことを確認できます。',
    show: '表示',
    startAgain: 'もう一度開始',
    notByYou: 'ここから停止したのではありません。',
    recovered: '再び応答しています。',
    flapping: (profile) => `${profile} が接続と切断を繰り返しています`,
    flappingBody: (n) => `10 分間に ${n} 回変化しました。落ち着くまで通知しません。`,
    summary: (n) => `ほかに ${n} 件のゲートウェイが変化しました`,
    andMore: (n) => `ほか ${n} 件`,
  },
};
