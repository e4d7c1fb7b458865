/** 应用本身、结论与时间。Chinese of `../en/app.ts`. Copy rules are in `../zh.ts`. */
import type { Words } from '../words.ts';

export const app: Pick<Words, 'app' | 'level' | 'verdict' | 'age' | 'problem'> = {
  app: { name: 'OpenClaw Tray' },

  level: {
    healthy: '正常',
    starting: '正在启动',
    stopping: '正在停止',
    degraded: '需要处理',
    failed: '异常',
    stopped: '已停止',
    'not-installed': '未安装',
    unknown: '无法确定',
    external: '在别处管理',
    paused: '已暂停',
  },

  verdict: {
    healthy: (p) => `${p} 运行正常`,
    starting: (p) => `${p} 正在启动`,
    stopping: (p) => `${p} 正在停止`,
    degraded: (p) => `${p} 需要处理`,
    stopped: (p) => `${p} 已停止`,
    notInstalled: (p) => `${p} 尚未安装`,
    unknown: (p) => `无法确定 ${p} 的状态`,
    looking: (p) => `正在查看 ${p}`,
    lastSeen: (level, age) => `上次所见：${level}（${age}前）。`,
  },

  age: {
    checked: (t) => `${t}前检查。`,
    checkedNow: '刚刚检查。',
    up: (t) => `已运行 ${t}。`,
    ago: (t) => `${t}前`,
    since: (t) => `自 ${t} 起`,
  },

  problem: {
    title: '无法显示当前状态',
    connecting: '正在查看网关',
    bridge: '窗口打开时没有应用。',
    bridgeHint: '请退出 OpenClaw Tray 后重新启动。',
    stale: '此后没有新消息。',
  },
};
