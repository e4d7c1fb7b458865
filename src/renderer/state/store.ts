/**
 * All state of the window, composed once by main.tsx and handed down by context.
 */
import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Client } from '../../shared/ipc/client.ts';
import { chosenLanguage } from '../../shared/text/languages.ts';
import type { Words } from '../../shared/text/words.ts';
import { type ComparisonState, createComparison } from './comparison.ts';
import { createDiagnose, type DiagnoseState } from './diagnose.ts';
import { createExtra, type ExtraState } from './extra.ts';
import { createLinks, type Links } from './links.ts';
import { createLogView, type LogView } from './log-view.ts';
import { createLogs, type Logs } from './logs.ts';
import { createOperations, type Operations, type OperationTools } from './operations.ts';
import { createPalette, type Memory, type Palette } from './palette.ts';
import { createPlanSheet, type PlanSheetState } from './plan-sheet.ts';
import { createSettingsState, type SettingsState } from './settings.ts';
import { createStatusState, type StatusState } from './status.ts';
import { createTimelines, type Timelines } from './timeline.ts';
import { createWords } from './words.ts';

export interface StoreTools extends OperationTools {
  /** Calls back about once a second while the window is seen; returns the function that ends it. */
  readonly everySecond: (tick: () => void) => () => void;
  /** Keeps what was used last from one window to the next. */
  readonly memory: Memory;
}

export interface Store {
  readonly client: Client;
  readonly words: ReadonlySignal<Words>;
  /** Wall clock in milliseconds, once a second. */
  readonly now: ReadonlySignal<number>;
  readonly status: StatusState;
  readonly settings: SettingsState;
  readonly operations: Operations;
  readonly plan: PlanSheetState;
  readonly logs: Logs;
  readonly timelines: Timelines;
  readonly logView: LogView;
  readonly diagnose: DiagnoseState;
  readonly comparison: ComparisonState;
  readonly extra: ExtraState;
  readonly links: Links;
  readonly palette: Palette;
  readonly adding: Signal<boolean>;
  /** A short confirmation ("Copied"), or null. */
  readonly toast: ReadonlySignal<string | null>;
  say(text: string): void;
  copy(text: string): Promise<void>;
  /** Shows a profile's page, whatever is shown now. */
  show(profile: string): void;
  /** Subscribes and reads; `ready` settles when the words are known, or cannot be. */
  begin(): { readonly ready: Promise<void>; end(): void };
}

const TOAST_MS = 4000;

export function createStore(client: Client, tools: StoreTools): Store {
  const status = createStatusState(client);
  const operations = createOperations(client, tools);
  const now = signal(tools.now());
  const toast = signal<string | null>(null);
  const settings = createSettingsState(client);
  const diagnose = createDiagnose(client, status, tools.newId);
  const language = computed(() =>
    chosenLanguage(settings.view.value?.settings.language ?? 'system', status.info.value?.language ?? 'en'),
  );
  const { words, ...reader } = createWords(language, status.broken);
  let endToast = () => {};

  function say(text: string): void {
    endToast();
    toast.value = text;
    endToast = tools.after(TOAST_MS, () => {
      toast.value = null;
    });
  }
  const plan = createPlanSheet(client, operations);
  const logView = createLogView(client, tools.newId);
  const extra = createExtra(client, (profile) => void diagnose.check(profile));
  const palette = createPalette(tools.memory);
  const links = createLinks(client, {
    status,
    settings,
    logView,
    now: tools.now,
    asking: () => [plan.sheet, diagnose.fix.sheet, extra.sheet].some((each) => each.peek() !== null),
    closeHelpers: palette.close,
    planInstall(profile) {
      const installed = status.snapshot.peek()?.profiles.find((each) => each.profile === profile)?.report?.installed;
      void plan.open('install', profile, installed === true ? { force: true } : {});
    },
    planRepair: (profile, rule) => void diagnose.fix.open(profile, rule, null),
  });
  return {
    client,
    words,
    now,
    status,
    settings,
    operations,
    plan,
    logs: createLogs(client),
    timelines: createTimelines(client),
    comparison: createComparison(client),
    logView,
    diagnose,
    extra,
    links,
    palette,
    adding: signal(false),
    toast,
    say,
    async copy(text) {
      const reply = await client.call('clipboard.copy', { text });
      say(reply.ok ? words.peek().act.copied : reply.error.message);
    },
    show(profile) {
      settings.tab.value = null;
      status.select(profile);
    },
    begin() {
      const reading = settings.begin();
      const begun = status.begin();
      const ends = [
        reader.begin(),
        operations.begin(),
        diagnose.fix.begin(),
        links.begin(),
        begun.end,
        reading.end,
        tools.everySecond(() => {
          now.value = tools.now();
        }),
        effect(() => {
          const snapshot = status.snapshot.value;
          now.value = tools.now();
          if (snapshot !== null) operations.settle(snapshot);
        }),
      ];
      return {
        ready: Promise.all([reading.ready, begun.ready]).then(reader.settled),
        end() {
          for (const end of ends) end();
        },
      };
    },
  };
}
