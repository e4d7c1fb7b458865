/**
 * Runs the app's preload in the page before any of its scripts. The function below is sent to the page as text, so it may use nothing
 * from outside itself.
 */

/** Names under which the page and the stand-in find each other; random per window, and gone from the page's sight at once. */
export interface PageNames {
  /** Chromium's binding that carries calls out of the page. */
  readonly binding: string;
  /** Property that the stand-in delivers events through. */
  readonly deliver: string;
}

/** The text that a new document starts with. */
export function preloadScript(source: string, names: PageNames): string {
  return `(${pageRuntime.toString()})(${JSON.stringify(names)}, function (require, module, exports) {${source}\n});`;
}

type Listener = (event: object, ...args: unknown[]) => void;

function pageRuntime(
  names: { binding: string; deliver: string },
  preload: (require: (id: string) => unknown, module: { exports: object }, exports: object) => void,
): void {
  const scope = globalThis as unknown as Record<string, unknown>;
  const post = scope[names.binding] as (message: object) => Promise<{ ok: boolean; value?: unknown; message?: string }>;
  Reflect.deleteProperty(scope, names.binding);
  // As in Electron: frames inside the page get no preload.
  if (window !== window.top) return;

  const listeners = new Map<string, Set<Listener>>();
  Object.defineProperty(scope, names.deliver, {
    enumerable: false,
    value: (channel: string, args: unknown[]) => {
      for (const listener of listeners.get(channel) ?? []) listener({ sender: ipcRenderer, ports: [] }, ...args);
    },
  });

  const ipcRenderer = {
    async invoke(channel: string, ...args: unknown[]): Promise<unknown> {
      const answer = await post({ kind: 'invoke', channel, args: structuredClone(args) });
      if (!answer.ok) throw new Error(`Error invoking remote method '${channel}': ${answer.message}`);
      return answer.value;
    },
    on(channel: string, listener: Listener) {
      const known = listeners.get(channel) ?? new Set<Listener>();
      listeners.set(channel, known.add(listener));
      return ipcRenderer;
    },
    off(channel: string, listener: Listener) {
      listeners.get(channel)?.delete(listener);
      return ipcRenderer;
    },
    removeListener(channel: string, listener: Listener) {
      return ipcRenderer.off(channel, listener);
    },
  };

  /** Values are copied, functions become proxies, objects come out frozen: the page gets nothing of the preload's own world. */
  const bridge = (value: unknown): unknown => {
    if (typeof value === 'function') {
      return (...args: unknown[]) => {
        const result: unknown = value(...args.map(bridge));
        return result instanceof Promise ? result.then(bridge) : bridge(result);
      };
    }
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(bridge);
    const prototype = Object.getPrototypeOf(value) as unknown;
    if (prototype !== Object.prototype && prototype !== null) return structuredClone(value);
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, bridge(each)]));
  };
  const contextBridge = {
    exposeInMainWorld(name: string, api: unknown) {
      const exposed = bridge(api);
      if (typeof exposed === 'object' && exposed !== null) Object.freeze(exposed);
      Object.defineProperty(scope, name, { value: exposed, enumerable: true });
    },
  };

  // A refused window is null to the page that asked. The app is told, and decides nothing but "no" here.
  window.open = (url) => {
    void post({ kind: 'open', url: new URL(String(url ?? 'about:blank'), location.href).href });
    return null;
  };

  const module = { exports: {} };
  preload(
    (id) => {
      if (id !== 'electron' && id !== 'electron/renderer') throw new Error(`module not found: ${id}`);
      return { contextBridge, ipcRenderer };
    },
    module,
    module.exports,
  );
}
