/** One hook: whom to tell, and how, when the verdict of a profile changes. */
import { z } from 'zod';
import { verdictLevelSchema } from '../../../shared/verdict.ts';

const common = {
  id: z.string().regex(/^[A-Za-z0-9][\w.-]{0,63}$/),
  /** null = every profile. */
  profile: z.string().min(1).max(64).nullable(),
  /** Only when the verdict becomes one of these; null = any. */
  levels: z.array(verdictLevelSchema).min(1).nullable(),
  /** Bound on one attempt, milliseconds. */
  timeoutMs: z.number().int().min(100).max(300_000),
  /** At most so many in a minute; what is more is collapsed to the latest of each profile. */
  perMinute: z.number().int().min(1).max(60),
};

/** Where the value of a secret header is read from, at each use. The value itself is never kept by us. */
export const hookSecretSchema = z.strictObject({
  header: z.string().regex(/^[A-Za-z0-9-]{1,64}$/),
  from: z.discriminatedUnion('kind', [
    /** A file that only its owner may read; it holds the whole value of the header. */
    z.strictObject({ kind: z.literal('file'), path: z.string().min(1).max(4096) }),
    z.strictObject({ kind: z.literal('env'), name: z.string().regex(/^[A-Za-z_]\w{0,127}$/) }),
  ]),
});
export type HookSecret = z.infer<typeof hookSecretSchema>;

export const commandHookSchema = z.strictObject({
  kind: z.literal('command'),
  ...common,
  /** Program (absolute path) and arguments; started without a shell. */
  argv: z.tuple([z.string().min(1).max(4096)], z.string().max(32_768)),
});
export type CommandHook = z.infer<typeof commandHookSchema>;

export const webhookSchema = z.strictObject({
  kind: z.literal('webhook'),
  ...common,
  /** May be a secret by itself, as with chat services: it is shown without its path. */
  url: z.string().max(4096).refine(isWebhookUrl),
  secret: hookSecretSchema.nullable(),
});
export type Webhook = z.infer<typeof webhookSchema>;

export const hookSchema = z.discriminatedUnion('kind', [commandHookSchema, webhookSchema]);
export type Hook = z.infer<typeof hookSchema>;

/** http or https, without a user name or password in it. */
export function isWebhookUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}

/** Whether what is sent there stays on this machine. */
export function isLoopbackUrl(text: string): boolean {
  const host = URL.parse(text)?.hostname ?? '';
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** The hook's target in words: a URL without its path and query, which often are the secret. */
export function showTarget(hook: Hook): string {
  if (hook.kind === 'command') return hook.argv.join(' ');
  const url = URL.parse(hook.url);
  return url === null ? 'a URL' : `${url.origin}${url.pathname === '/' && url.search === '' ? '' : '/…'}`;
}
