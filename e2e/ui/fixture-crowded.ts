/** A healthy profile with many channels and as many nodes, some of them in trouble. */
import type { StatusReport } from '../../src/shared/status-report.ts';
import { healthy, iso, MINUTE } from './fixture-healthy.ts';

export function crowded(now: number, count = 200): StatusReport {
  const report = healthy(now);
  if (report.health === null) return report;
  const checkedAt = new Date(Math.max(now, Date.now()) - 1000).toISOString();
  return {
    ...report,
    checkedAt,
    health: {
      ...report.health,
      takenAt: iso(now, 3000),
      channels: Array.from({ length: count }, (_, index) => ({
        id: `c${index}`,
        label: `Team channel ${index}`,
        configured: true,
        enabled: index % 50 !== 7,
        running: true,
        connected: index % 40 === 13 ? false : index % 60 === 5 ? null : true,
        lastError: index % 70 === 21 ? 'ECONNRESET while polling for updates' : null,
        lastInboundAt: index % 3 === 0 ? null : iso(now, index * MINUTE),
        stateReason: null,
      })),
      nodes: Array.from({ length: count }, (_, index) => ({
        id: `n${index}`,
        label: `node-${index}`,
        online: index % 25 === 3 ? false : index % 33 === 8 ? null : true,
        platform: index % 5 === 0 ? null : 'linux',
      })),
    },
  };
}
