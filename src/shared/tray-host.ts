/** Whether the desktop shows tray icons. */
import { z } from 'zod';

/** `unknown` is never shown as "there is no tray". */
export const trayHostFactsSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('present'), why: z.null(), detail: z.null() }),
  z.object({
    state: z.literal('absent'),
    /** No session bus; nobody is the StatusNotifierWatcher; there is a watcher, and no panel that shows what it knows. */
    why: z.enum(['no-bus', 'no-watcher', 'no-host']),
    detail: z.string().nullable(),
  }),
  z.object({ state: z.literal('unknown'), why: z.enum(['not-seen', 'bus-trouble']), detail: z.string().nullable() }),
]);
export type TrayHostFacts = z.infer<typeof trayHostFactsSchema>;
