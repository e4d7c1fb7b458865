/** 导航与操作名称。Chinese of `../en/navigation.ts`. Copy rules are in `../zh.ts`. */
import type { Words } from '../words.ts';

export const navigation: Pick<Words, 'nav' | 'tab' | 'act' | 'add'> = {
  nav: {
    profiles: '配置档',
    views: '视图',
    addProfile: '添加配置档…',
    noProfile: '还没有配置档',
    noProfileWhy: '一个配置档即一个网关，有自己的配置、状态和服务。',
    filter: '筛选配置档',
    noMatch: '没有名称包含此内容的配置档',
    shown: (n: number, all: number) => `共 ${all} 个，显示 ${n} 个`,
    port: (n) => `端口 ${n}`,
    busy: '处理中',
    lastSeen: (level, age) => `${age}前所见：${level}`,
  },

  tab: { overview: '概览', logs: '日志', service: '服务', diagnose: '诊断', settings: '设置' },

  act: {
    start: '启动',
    stop: '停止',
    restart: '重启',
    stopLoop: '停止循环重启',
    dashboard: '控制台',
    more: '更多',
    install: '安装并启动…',
    reinstall: '重新安装…',
    uninstall: '卸载…',
    installNow: '安装并启动',
    uninstallNow: '卸载',
    otherPort: '选择其他端口…',
    usePort: (n) => `使用端口 ${n}`,
    check: '立即检查',
    tryAgain: '重试',
    copy: '复制',
    copied: '已复制',
    copyCommand: '复制命令',
    copyAddress: '复制地址',
    copyDetails: '复制详情',
    copyLog: '复制日志',
    showLogs: '查看日志',
    forget: '从列表中移除',
    cancel: '取消',
    close: '关闭',
    dismiss: '关闭',
    add: '添加',
    stopWaiting: '不再等待',
  },

  add: {
    title: '添加配置档',
    lead: '每个配置档有各自的配置、状态和服务。安装之前不会写入任何内容。',
    field: '名称',
    example: 'work',
    taken: (p) => `${p} 已在列表中。`,
  },
};
