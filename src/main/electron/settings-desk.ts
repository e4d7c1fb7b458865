/**
 * Settings at work in the app: what the window reads and changes, and what follows from a change at once (theme, language, tray).
 */
import type { NativeTheme } from 'electron';
import type { CallInput, CallOutput } from '../../shared/ipc/contract.ts';
import { ExpectedError, type OperationError, type Outcome, ok } from '../../shared/outcome.ts';
import type { Settings, SettingsView, WindowBounds } from '../../shared/settings.ts';
import { chosenWords, type Words } from '../../shared/text/words.ts';
import type { SettingsStore } from '../settings/store.ts';
import type { LoginItem } from './login-item.ts';

export interface SettingsDesk {
  view(): Promise<SettingsView>;
  /** The stored part all or nothing; the login item after it, with its own error beside the view. */
  change(input: CallInput<'settings.change'>): Promise<Outcome<CallOutput<'settings.change'>>>;
  settings(): Settings;
  /** The words of now. */
  words(): Words;
  /** What the person calls a profile. */
  nameOf(profile: string): string;
  bounds(): WindowBounds | null;
  /** Keeps the window's place. A file that cannot be written costs the place, nothing else. */
  keepBounds(bounds: WindowBounds): Promise<void>;
  /** Whether the desktop itself is dark, whatever was chosen for the app. */
  systemDark(): boolean;
  dispose(): void;
}

export interface SettingsDeskDependencies {
  readonly store: SettingsStore;
  readonly loginItem: LoginItem;
  readonly nativeTheme: Pick<NativeTheme, 'themeSource' | 'shouldUseDarkColors'> & {
    on(name: 'updated', listener: () => void): unknown;
  };
  /** BCP 47 tag of the system's first language. */
  readonly systemLanguage: () => string;
  /** Something of the settings changed: draw anew, tell the window. */
  readonly onChanged: (view: SettingsView) => void;
  readonly warn: (message: string) => void;
}

export function createSettingsDesk(deps: SettingsDeskDependencies): SettingsDesk {
  const { store, loginItem, nativeTheme } = deps;
  // While a theme is forced, Electron answers for the app and no longer for the desktop: what was seen last before counts.
  let systemDark = nativeTheme.shouldUseDarkColors;
  nativeTheme.on('updated', () => {
    if (nativeTheme.themeSource === 'system') systemDark = nativeTheme.shouldUseDarkColors;
  });
  const applyTheme = (): void => {
    const wanted = store.settings().appearance;
    if (nativeTheme.themeSource !== wanted) nativeTheme.themeSource = wanted;
  };
  const view = async (): Promise<SettingsView> => ({
    settings: store.settings(),
    path: store.path,
    problem: store.problem(),
    keptAside: store.keptAside(),
    loginItem: await loginItem.read(),
  });
  const announce = async (): Promise<void> => deps.onChanged(await view());
  applyTheme();
  const end = store.onChange(() => {
    applyTheme();
    announce().catch((cause: unknown) => deps.warn(`A change of the settings was not told: ${String(cause)}`));
  });

  return {
    view,
    async change({ patch, startAppAtLogin }) {
      try {
        if (Object.keys(patch).length > 0) await store.change(patch);
      } catch (cause) {
        if (cause instanceof ExpectedError) return cause.toOutcome();
        throw cause;
      }
      const loginItemError = startAppAtLogin === undefined ? null : await setLoginItem(loginItem, startAppAtLogin);
      if (startAppAtLogin !== undefined) await announce();
      return ok({ view: await view(), loginItemError });
    },
    settings: () => store.settings(),
    words: () => chosenWords(store.settings().language, deps.systemLanguage()),
    nameOf: (profile) => store.nameOf(profile),
    bounds: () => store.settings().window,
    async keepBounds(window) {
      if (store.problem() !== null) return;
      try {
        await store.change({ window });
      } catch (cause) {
        if (!(cause instanceof ExpectedError)) throw cause;
        deps.warn(`The window's place was not kept: ${cause.message}`);
      }
    },
    systemDark: () => systemDark,
    dispose() {
      end();
      store.dispose();
    },
  };
}

async function setLoginItem(item: LoginItem, on: boolean): Promise<OperationError | null> {
  try {
    await item.set(on);
    return null;
  } catch (cause) {
    if (!(cause instanceof ExpectedError)) throw cause;
    return cause.toOutcome().error;
  }
}
