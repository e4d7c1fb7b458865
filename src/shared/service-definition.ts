/**
 * The platform-neutral model of a gateway service. Each supervisor renders it to files, and parses its files back to it.
 */
import { z } from 'zod';

export const serviceDefinitionSchema = z.strictObject({
  /** `default` or the profile's name. */
  profile: z.string(),
  /** Unit name with `.service`, launchd label, or task name. */
  serviceName: z.string(),
  description: z.string(),
  /** argv: runtime, its flags, entry script, `gateway`, `--port`, N. No secrets, ever. */
  command: z.array(z.string()).min(1),
  workingDirectory: z.string().nullable(),
  /** In the order in which it is written. No secrets, ever. */
  environment: z.record(z.string(), z.string()),
  /** Account that a system service runs as; absent for a service of the person's own. */
  account: z.strictObject({ user: z.string(), group: z.string() }).optional(),
  /** Files of KEY=value that the supervisor reads at start. */
  environmentFiles: z.array(z.string()),
});
export type ServiceDefinition = z.infer<typeof serviceDefinitionSchema>;
