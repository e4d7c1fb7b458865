/** Plans and operations. Copy rules are in `../en.ts`. */
export const operations = {
  supervisor: {
    launchd: { name: 'launchd', note: 'no administrator rights needed' },
    'systemd-user': { name: 'systemd, your user', note: 'no administrator rights needed' },
    'systemd-system': { name: 'systemd, whole system', note: 'needs administrator rights' },
    'task-scheduler': { name: 'Task Scheduler', note: 'runs when you log on' },
    embedded: { name: 'built-in supervisor', note: 'does not start at boot' },
  },

  plan: {
    title: {
      install: (p: string) => `Install and start ${p}`,
      uninstall: (p: string) => `Uninstall ${p}`,
    },
    lead: {
      install: (service: string, port: number) => `${service} is written, enabled and started on port ${port}.`,
      uninstall: (service: string) => `${service} is stopped and removed. Configuration, sessions and logs stay.`,
    },
    computing: 'Working out what would change…',
    failed: 'No plan could be made',
    nothing: 'Nothing to change: everything is already as it should be.',
    files: 'Files',
    config: 'Configuration',
    commands: 'Commands',
    rights: 'Rights',
    rightsUser: 'Your user only',
    rightsAdmin: 'Administrator rights',
    warnings: 'To know first',
    change: { create: 'new', update: 'changed', unchanged: 'unchanged', delete: 'removed' },
    secretHidden: 'hidden',
    encoding: (name: string) => `written as ${name}`,
    unchangedLines: (n: number) => (n === 1 ? '1 line without change' : `${n} lines without change`),
    showAll: 'Show unchanged lines',
    hideAll: 'Hide unchanged lines',
    added: (n: number) => `${n} lines added`,
    removed: (n: number) => `${n} lines removed`,
    steps: 'Steps',
    preparing: 'Getting ready…',
    notApplied: 'It did not work',
    done: 'Done',
  },

  operation: {
    doing: {
      install: (p: string) => `Installing ${p}`,
      uninstall: (p: string) => `Uninstalling ${p}`,
      start: (p: string) => `Starting ${p}`,
      stop: (p: string) => `Stopping ${p}`,
      restart: (p: string) => `Restarting ${p}`,
    },
    failed: {
      install: (p: string) => `${p} was not installed`,
      uninstall: (p: string) => `${p} was not uninstalled`,
      start: (p: string) => `${p} was not started`,
      stop: (p: string) => `${p} was not stopped`,
      restart: (p: string) => `${p} was not restarted`,
    },
    stoppedWaiting: 'No longer waiting. The work may go on; the verdict follows.',
    tooLate: 'It is past the point where it can be stopped. The work goes on; the verdict follows.',
    step: { waiting: 'waiting', now: 'in progress', done: 'done', failed: 'failed', skipped: 'skipped' },
    took: (t: string) => `It took ${t}.`,
  },
};
