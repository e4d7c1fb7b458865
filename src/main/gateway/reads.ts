/** The reads after hello-ok, sent together: what is refused, slow or not offered stays null and harms nothing else. */
import { z } from 'zod';
import { hasHealth } from './compose-health.ts';
import type { Reply, Session } from './session.ts';

export interface Reads {
  /** The health payload: the hello's own, or the RPC's when that was empty. */
  readonly payload: unknown;
  /** Payload of `node.list`. */
  readonly nodes: unknown;
  readonly serverPid: number | null;
  /** Every question was answered (a refusal is an answer). */
  readonly complete: boolean;
}

const pidSchema = z.object({ pid: z.number().int().positive() });

/** Waits at most `budgetMs` milliseconds for all answers together. */
export async function readAfterHello(session: Session, budgetMs: number): Promise<Reads> {
  const own = session.hello.snapshot?.health;
  const offered = session.hello.features?.methods ?? null;
  const offers = (method: string) => offered === null || offered.includes(method);
  const pidMethod = offers('system.info') ? 'system.info' : offers('status') ? 'status' : null;
  const out = { payload: own as unknown, nodes: null as unknown, serverPid: null as number | null };

  let waiting = 0;
  const ask = async (method: string, params: object, take: (payload: unknown) => void) => {
    waiting += 1;
    const reply: Reply | null = await session.request(method, params);
    if (reply === null) return;
    waiting -= 1;
    if (reply.ok) take(reply.payload);
  };
  const asked = [
    hasHealth(own)
      ? null
      : ask('health', {}, (payload) => {
          out.payload = payload;
        }),
    offers('node.list')
      ? ask('node.list', {}, (payload) => {
          out.nodes = payload;
        })
      : null,
    pidMethod === null
      ? null
      : ask(pidMethod, {}, (payload) => {
          const parsed = pidSchema.safeParse(payload);
          out.serverPid = parsed.success ? parsed.data.pid : null;
        }),
  ];
  await withinBudget(Promise.all(asked), budgetMs);
  return { ...out, complete: waiting === 0 };
}

/** Resolves when `work` has, or after `ms`, whichever is first; leaves no timer behind. */
export async function withinBudget(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
