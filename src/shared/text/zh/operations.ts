/** 计划与操作。Chinese of `../en/operations.ts`. Copy rules are in `../zh.ts`. */
import type { Words } from '../words.ts';

export const operations: Pick<Words, 'supervisor' | 'plan' | 'operation'> = {
  supervisor: {
    launchd: { name: 'launchd', note: '不需要管理员权限' },
    'systemd-user': { name: 'systemd（当前用户）', note: '不需要管理员权限' },
    'systemd-system': { name: 'systemd（整个系统）', note: '需要管理员权限' },
    'task-scheduler': { name: '任务计划程序', note: '登录时运行' },
    embedded: { name: '内置守护程序', note: '开机时不会启动' },
  },

  plan: {
    title: {
      install: (p) => `安装并启动 ${p}`,
      uninstall: (p) => `卸载 ${p}`,
      rewrite: (p) => `重新写入 ${p} 的服务`,
      port: (p, n) => `${p} 使用端口 ${n}`,
      linger: (p) => `注销后继续运行 ${p}`,
    },
    lead: {
      install: (service, port) => `将写入并启用 ${service}，在端口 ${port} 上启动。`,
      uninstall: (service) => `将停止并移除 ${service}。配置、会话和日志会保留。`,
    },
    computing: '正在确定会有哪些更改…',
    failed: '无法制定计划',
    nothing: '无需更改，一切就绪。',
    files: '文件',
    config: '配置',
    commands: '命令',
    rights: '权限',
    rightsUser: '仅需当前用户权限',
    rightsAdmin: '管理员权限',
    warnings: '须知',
    change: { create: '新建', update: '更改', unchanged: '不变', delete: '移除' },
    secretHidden: '已隐藏',
    encoding: (name) => `以 ${name} 写入`,
    unchangedLines: (n) => `${n} 行不变`,
    showAll: '显示不变的行',
    hideAll: '隐藏不变的行',
    added: (n) => `新增 ${n} 行`,
    removed: (n) => `移除 ${n} 行`,
    steps: '步骤',
    preparing: '正在准备…',
    notApplied: '未能完成',
    done: '完成',
  },

  operation: {
    doing: {
      install: (p) => `正在安装 ${p}`,
      uninstall: (p) => `正在卸载 ${p}`,
      start: (p) => `正在启动 ${p}`,
      stop: (p) => `正在停止 ${p}`,
      restart: (p) => `正在重启 ${p}`,
    },
    failed: {
      install: (p) => `${p} 未能安装`,
      uninstall: (p) => `${p} 未能卸载`,
      start: (p) => `${p} 未能启动`,
      stop: (p) => `${p} 未能停止`,
      restart: (p) => `${p} 未能重启`,
    },
    stoppedWaiting: '已不再等待。操作可能仍在进行，结果会显示在结论中。',
    tooLate: '已无法中止。操作会继续，结果会显示在结论中。',
    step: { waiting: '等待', now: '进行中', done: '完成', failed: '失败', skipped: '跳过' },
    took: (t) => `用时 ${t}。`,
  },
};
