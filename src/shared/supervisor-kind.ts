/**
 * The supervisors this product can drive. `embedded` is our own, for hosts where no native one answers. Plain data, without a schema
 * library, because the shim's grammar needs it at every start.
 */
export const SUPERVISOR_KINDS = ['launchd', 'systemd-user', 'systemd-system', 'task-scheduler', 'embedded'] as const;
export type SupervisorKind = (typeof SUPERVISOR_KINDS)[number];
