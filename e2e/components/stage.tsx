/** A store over answers that never change, so that every component can be shown without an app behind it. */
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { StoreContext } from '../../src/renderer/context.ts';
import { createStore, type Store } from '../../src/renderer/state/store.ts';
import type { CallName } from '../../src/shared/ipc/channels.ts';
import { createClient } from '../../src/shared/ipc/client.ts';
import type { CallOutput, StatusSnapshot } from '../../src/shared/ipc/contract.ts';
import { fail, type Outcome, ok } from '../../src/shared/outcome.ts';
import { DEFAULT_SETTINGS } from '../../src/shared/settings.ts';
import { supportPreview } from '../ui/fixture-diagnose.ts';
import { timelineOf } from '../ui/fixture-timeline.ts';
import { healthy, installPlan, logLines, snapshotOf } from '../ui/fixtures.ts';

/** The moment of the whole page: Sunday 22 November 2026, noon. */
export const NOW = Date.UTC(2026, 10, 22, 12);

export type Answers = { readonly [C in CallName]?: () => Promise<Outcome<CallOutput<C>>> | Outcome<CallOutput<C>> };

const NONE = { problems: [], lines: [], sources: [] };

function standing(snapshot: StatusSnapshot): Answers {
  const report = snapshot.profiles[0]?.report ?? healthy(NOW);
  return {
    'app.info': () => ok({ version: '0.1.0', platform: 'linux', host: 'stand-in', language: 'en' }),
    'status.snapshot': () => ok(snapshot),
    'operation.plan': () => ok(installPlan()),
    'logs.recent': () => ok({ ...NONE, lines: logLines(NOW), sources: ['journal'] }),
    'timeline.read': () => ok(timelineOf(report.profile, NOW)),
    'diagnose.check': () => ok({ report, notFoundOut: [] }),
    'support.preview': () => ok(supportPreview(report.profile)),
    'settings.read': () =>
      ok({
        settings: DEFAULT_SETTINGS,
        path: '/home/ana/.config/openclaw-tray/settings.json',
        problem: null,
        keptAside: null,
        loginItem: { state: 'off', note: null, detail: null },
      }),
  };
}

function storeOver(snapshot: StatusSnapshot, answers: Answers): Store {
  const all: Partial<Record<string, () => unknown>> = { ...standing(snapshot), ...answers };
  let ids = 0;
  const bridge = {
    call: async (name: string) => all[name]?.() ?? fail('internal', `Nothing answers ${name} here.`),
    on: () => () => {},
  };
  const client = createClient(bridge, (message) => store.status.broken(message));
  const store = createStore(client, {
    now: () => NOW,
    after: (_, then) => {
      then();
      return () => {};
    },
    newId: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
    everySecond: () => () => {},
    memory: { read: () => '', write: () => {} },
  });
  store.begin();
  return store;
}

export interface StageProps {
  readonly snapshot?: StatusSnapshot;
  readonly answers?: Answers;
  /** What is done to the store before it is looked at. */
  readonly prepare?: (store: Store) => void;
  readonly children: ComponentChildren;
}

/** Gives its children a store of their own. */
export function Stage({ snapshot = snapshotOf(1, [healthy(NOW)]), answers = {}, prepare, children }: StageProps) {
  const store = useMemo(() => {
    const made = storeOver(snapshot, answers);
    prepare?.(made);
    return made;
  }, []);
  return <StoreContext.Provider value={store}>{children}</StoreContext.Provider>;
}
