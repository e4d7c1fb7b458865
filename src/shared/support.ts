/** A support bundle as it is shown before it is written. */
import { z } from 'zod';

export const supportPreviewSchema = z.strictObject({
  profile: z.string(),
  /** Suggested file name. */
  name: z.string(),
  files: z.array(
    z.strictObject({
      name: z.string(),
      bytes: z.number().int().nonnegative(),
      /** How many secrets and private values were taken out. */
      hidden: z.number().int().nonnegative(),
      /** Its whole text, as it would be written. */
      text: z.string(),
    }),
  ),
  /** The short form for an issue. */
  markdown: z.string(),
});
export type SupportPreview = z.infer<typeof supportPreviewSchema>;
