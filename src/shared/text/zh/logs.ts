/** 日志。Chinese of `../en/logs.ts`. Copy rules are in `../zh.ts`. */
import type { Words } from '../words.ts';

export const logs: Pick<Words, 'logs'> = {
  logs: {
    title: '日志',
    empty: '还没有日志',
    emptyHint: '网关写入后会立即显示在这里。',
    sources: (names) => `来源：${names}`,
    lines: (n) => `${n} 行`,
    level: { trace: '跟踪', debug: '调试', info: '信息', warn: '警告', error: '错误', fatal: '致命' },
    toNewest: '跳到最新一行',
    failed: '无法读取日志',
    problem: '有来源无法读取',
  },
};
