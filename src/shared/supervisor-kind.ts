import { z } from 'zod';

/** The supervisors this product can drive. `embedded` is our own, for hosts where no native one answers. */
export const supervisorKindSchema = z.enum(['launchd', 'systemd-user', 'systemd-system', 'task-scheduler', 'embedded']);
export type SupervisorKind = z.infer<typeof supervisorKindSchema>;
