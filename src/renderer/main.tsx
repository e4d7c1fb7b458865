import './no-eval.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/controls.css';
import './styles/overview.css';
import './styles/cause.css';
import './styles/sheet.css';
import './styles/diagnose.css';
import './styles/logs.css';
import './styles/settings.css';
import './styles/timeline.css';
import './styles/palette.css';
import './styles/modes.css';
import { render } from 'preact';
import { BRIDGE_NAME } from '../shared/ipc/channels.ts';
import { createClient } from '../shared/ipc/client.ts';
import type { Bridge } from '../shared/ipc/contract.ts';
import { wordsFor } from '../shared/text/words.ts';
import { StoreContext } from './context.ts';
import { browserTools } from './state/browser-tools.ts';
import { createStore } from './state/store.ts';
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
    render(<NoBridge words={wordsFor(navigator.language)} />, root);
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
}

const root = document.getElementById('app');
if (root === null) throw new Error('index.html has no element with the id "app".');
start(root);
