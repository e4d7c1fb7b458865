/** The app itself, verdicts, ages and what can keep the window from showing the truth. Copy rules are in `../en.ts`. */
export const app = {
  app: { name: 'OpenClaw Tray' },

  level: {
    healthy: 'Healthy',
    starting: 'Starting',
    stopping: 'Stopping',
    degraded: 'Needs attention',
    failed: 'Failed',
    stopped: 'Stopped',
    'not-installed': 'Not installed',
    unknown: 'Could not find out',
    external: 'Run by something else',
    paused: 'Paused',
  },

  verdict: {
    healthy: (p: string) => `${p} is healthy`,
    starting: (p: string) => `${p} is starting`,
    stopping: (p: string) => `${p} is stopping`,
    degraded: (p: string) => `${p} needs attention`,
    stopped: (p: string) => `${p} is stopped`,
    notInstalled: (p: string) => `${p} is not installed`,
    unknown: (p: string) => `Could not find out about ${p}`,
    looking: (p: string) => `Looking at ${p}`,
    lastSeen: (level: string, age: string) => `Last seen: ${level.toLowerCase()}, ${age} ago.`,
  },

  age: {
    checked: (t: string) => `Checked ${t} ago.`,
    checkedNow: 'Checked just now.',
    up: (t: string) => `Up ${t}.`,
    ago: (t: string) => `${t} ago`,
    since: (t: string) => `since ${t}`,
  },

  problem: {
    title: 'The window cannot show the truth now',
    connecting: 'Looking at the gateways',
    bridge: 'The window was opened without its app.',
    bridgeHint: 'Quit OpenClaw Tray and start it again.',
    stale: 'Nothing new has been heard since.',
  },
};
