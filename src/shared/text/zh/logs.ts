/** 日志。Chinese of `../en/logs.ts`. Copy rules are in `../zh.ts`. */
import type { Words } from '../words.ts';

const number = (n: number) => n.toLocaleString('zh-CN');

export const logs: Pick<Words, 'logs'> = {
  logs: {
    title: '日志',
    empty: '还没有日志',
    emptyHint: '网关写入后会立即显示在这里。',
    noneOfLevel: '没有这一级别的行',
    showAll: '显示所有级别',
    sources: (names) => `来源：${names}`,
    lines: (n) => `${number(n)} 行`,
    level: { trace: '跟踪', debug: '调试', info: '信息', warn: '警告', error: '错误', fatal: '致命' },
    levels: '级别',
    least: { all: '全部', info: '信息', warn: '警告', error: '错误' },
    source: '来源',
    allSources: '所有来源',
    sourceNames: { journal: '系统日志', service: '服务输出', gateway: '网关日志', supervisor: '守护程序' },
    search: '搜索日志',
    found: (at, of) => (at === 0 ? `找到 ${number(of)} 处` : `${number(at)} / ${number(of)}`),
    foundNone: '未找到',
    next: '下一处 (Enter)',
    previous: '上一处 (Shift+Enter)',
    lastCrash: '最近一次崩溃',
    noCrash: '没有崩溃记录',
    crashNotFound: '最近一次崩溃不在这些行里',
    copiedLast: (n) => `已复制最后 ${number(n)} 行；更多放不下`,
    openFolder: '打开日志所在文件夹',
    noFolder: '这份日志不在文件中',
    follow: '跟随',
    newLines: (n) => `${number(n)} 行新日志`,
    older: '正在读取更早的行',
    begin: '日志从这里开始',
    keptOnly: (n) => `这里只保留最后 ${number(n)} 行，其余在文件中`,
    dropped: (n) => `有 ${number(n)} 行来得太快，未能显示`,
    cut: (bytes) => `还有 ${number(bytes)} 字节`,
    hidden: '已隐藏',
    detail: '整行内容',
    failed: '无法读取日志',
    problem: '有来源无法读取',
  },
};
