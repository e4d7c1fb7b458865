import './no-eval.ts';
import './styles/all.ts';
import { effect } from '@preact/signals';
import { render } from 'preact';
import { BRIDGE_NAME } from '../shared/ipc/channels.ts';
import { createClient } from '../shared/ipc/client.ts';
import type { Bridge } from '../shared/ipc/contract.ts';
import { en } from '../shared/text/en.ts';
import { languageFor } from '../shared/text/languages.ts';
import type { Words } from '../shared/text/words.ts';
import { StoreContext } from './context.ts';
import { browserTools } from './state/browser-tools.ts';
import { createStore, type Store } from './state/store.ts';
import { readWords } from './state/words.ts';
import { App } from './views/app.tsx';
import { NoBridge } from './views/problem.tsx';

const FIRST_PAINT_MS = 150;

function isBridge(value: unknown): value is Bridge {
  return (
    typeof value === 'object' &&
    value !== null &&
    'call' in value &&
    typeof value.call === 'function' &&
    'on' in value &&
    typeof value.on === 'function'
  );
}

function start(root: HTMLElement): void {
  const bridge: unknown = Reflect.get(window, BRIDGE_NAME);
  if (!isBridge(bridge)) {
    const show = (words: Words) => render(<NoBridge words={words} />, root);
    void readWords(languageFor(navigator.language)).then(show, () => show(en));
    return;
  }
  const client = createClient(bridge, (message) => store.status.broken(message));
  const store = createStore(client, browserTools());
  const draw = () =>
    render(
      <StoreContext.Provider value={store}>
        <App />
      </StoreContext.Provider>,
      root,
    );
  // One paint in the right language and theme; an app that does not answer must not leave the window empty.
  const late = new Promise((resolve) => setTimeout(resolve, FIRST_PAINT_MS));
  void Promise.race([store.begin().ready, late]).then(draw);
  markFirstVerdict(store);
}

/** Leaves a mark in the page's own timeline when a verdict was painted for the first time; the benchmark reads it. */
function markFirstVerdict(store: Store): void {
  const end = effect(() => {
    if (store.status.entry.value?.report == null) return;
    // One frame to draw it, one to see it.
    requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('first-verdict')));
    queueMicrotask(() => end());
  });
}

const root = document.getElementById('app');
if (root === null) throw new Error('index.html has no element with the id "app".');
start(root);
