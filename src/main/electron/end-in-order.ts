/** The end of the app: its parts, but no longer than a person waits for a quit. */
import { systemClock } from '../system/clock.ts';

const DISPOSE_LIMIT_MS = 3000;

/** Quitting must not hang on a part that does not end. */
export async function endInOrder(
  end: () => Promise<void>,
  log: { warn(message: string): void; error(message: string, cause: unknown): void },
): Promise<void> {
  const limit = new AbortController();
  const late = systemClock.sleep(DISPOSE_LIMIT_MS, limit.signal).then(
    () => log.warn('Some parts did not end in time.'),
    // Aborted below, because everything ended: nothing to say.
    () => undefined,
  );
  try {
    await Promise.race([end(), late]);
  } catch (cause) {
    // Whatever a part throws while it ends, the person wants the app gone.
    log.error('A part failed while it ended.', cause);
  }
  limit.abort();
}
