/** The last moments of the app. */
import { systemClock } from '../system/clock.ts';
import type { AppLog } from './logging.ts';

const DISPOSE_LIMIT_MS = 3000;

/** Quitting must not hang on a part that does not end. */
export async function endInOrder(end: () => Promise<void>, log: AppLog): Promise<void> {
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
