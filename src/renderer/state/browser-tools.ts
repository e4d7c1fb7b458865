import type { StoreTools } from './store.ts';

const MEMORY_KEY = 'recent-commands';

/** Clock, timers and ids of the page. The second hand stops while nobody looks and catches up when the window is shown. */
export function browserTools(): StoreTools {
  return {
    now: () => Date.now(),
    newId: () => crypto.randomUUID(),
    after(ms, then) {
      const timer = setTimeout(then, ms);
      return () => clearTimeout(timer);
    },
    memory: {
      // Without a place to keep it nothing is kept: it is a convenience, and the palette works without.
      read: () => storage()?.getItem(MEMORY_KEY) ?? '',
      write: (text) => storage()?.setItem(MEMORY_KEY, text),
    },
    everySecond(tick) {
      const seen = () => {
        if (document.visibilityState === 'visible') tick();
      };
      const timer = setInterval(seen, 1000);
      document.addEventListener('visibilitychange', seen);
      return () => {
        clearInterval(timer);
        document.removeEventListener('visibilitychange', seen);
      };
    },
  };
}

/** null where the page may not keep anything. */
function storage(): Storage | null {
  try {
    return window.localStorage;
  } catch (cause) {
    if (cause instanceof DOMException) return null;
    throw cause;
  }
}
