import type { StoreTools } from './store.ts';

/** Clock, timers and ids of the page. The second hand stops while nobody looks and catches up when the window is shown. */
export function browserTools(): StoreTools {
  return {
    now: () => Date.now(),
    newId: () => crypto.randomUUID(),
    after(ms, then) {
      const timer = setTimeout(then, ms);
      return () => clearTimeout(timer);
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
