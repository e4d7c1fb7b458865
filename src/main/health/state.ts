/** Inspection -> lifecycle state of specification S3 and the `runtime` word of S28. Pure. */
import type { ServiceInspection } from '../../shared/service-state.ts';
import type { ServiceState, StatusReport } from '../../shared/status-report.ts';

export function serviceStateOf(inspection: ServiceInspection): ServiceState {
  const { definition, process } = inspection;
  switch (process.state) {
    case 'running':
    case 'starting':
    case 'stopping':
    case 'crash-looping':
      return process.state;
    case 'crashed':
      return definition.status === 'absent' ? 'not-installed' : 'crashed';
    case 'unknown':
      // Without a definition there is nothing that could run, if we know that there is none.
      return definition.status === 'absent' ? 'not-installed' : 'unknown';
    case 'stopped':
      if (definition.status === 'absent') return 'not-installed';
      if (definition.status === 'unknown') return 'unknown';
      return process.everStarted === false ? 'installed' : 'stopped';
    default:
      return process satisfies never;
  }
}

export function runtimeOf(inspection: ServiceInspection): StatusReport['runtime'] {
  switch (inspection.process.state) {
    case 'running':
      return 'running';
    // The process lives, or is being made or ended: neither running nor stopped is true of it.
    case 'starting':
    case 'stopping':
      return inspection.process.pid === null ? 'unknown' : 'running';
    case 'stopped':
    case 'crashed':
    case 'crash-looping':
      return 'stopped';
    case 'unknown':
      return 'unknown';
    default:
      return inspection.process satisfies never;
  }
}

export function installedOf(inspection: ServiceInspection): boolean | null {
  switch (inspection.definition.status) {
    case 'present':
      return true;
    case 'absent':
      return false;
    case 'unknown':
      return null;
    default:
      return inspection.definition satisfies never;
  }
}
