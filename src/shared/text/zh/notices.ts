import type { Words } from '../words.ts';

export const notices: Pick<Words, 'notices'> = {
  notices: {
    look: '打开以查看发现了什么。',
    show: '显示',
    startAgain: '重新启动',
    notByYou: '不是从这里停止的。',
    recovered: '它又有应答了。',
    flapping: (profile) => `${profile} 时好时坏`,
    flappingBody: (n) => `十分钟内变化了 ${n} 次。在平稳之前不再通知。`,
    summary: (n) => `另有 ${n} 个网关发生变化`,
    andMore: (n) => `另外 ${n} 个`,
  },
};
