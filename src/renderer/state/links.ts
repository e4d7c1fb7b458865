/**
 * What a link that was opened does in the window: it shows what it names. What it asks for is asked of the person first, on a sheet.
 */

import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { DeepLink, OpenedLink } from '../../shared/deep-link.ts';
import type { Client } from '../../shared/ipc/client.ts';
import type { ToldFields } from '../../shared/said.ts';
import type { LogView } from './log-view.ts';
import type { SettingsState } from './settings.ts';
import type { StatusState } from './status.ts';

/** What a link may ask for that is done at once when a person agrees. */
export type AskedAction = 'start' | 'stop' | 'restart';

export type LinkSheet =
  | { readonly kind: 'ask'; readonly profile: string; readonly action: AskedAction }
  /** It means nothing; `text` is what was opened, made harmless. */
  | { readonly kind: 'unreadable'; readonly text: string; readonly why: string; readonly told?: ToldFields | undefined }
  | { readonly kind: 'no-profile'; readonly profile: string }
  /** Another sheet waits for an answer: a second question on top of it could be agreed to by mistake. */
  | { readonly kind: 'sheet-open' };

export interface Links {
  readonly sheet: ReadonlySignal<LinkSheet | null>;
  close(): void;
  begin(): () => void;
}

export interface LinkParts {
  readonly status: StatusState;
  readonly settings: Pick<SettingsState, 'tab'>;
  readonly logView: Pick<LogView, 'since'>;
  readonly now: () => number;
  /** A sheet waits for a person's answer. */
  readonly asking: () => boolean;
  /** Closes what only helps to choose: the palette and its relatives. */
  readonly closeHelpers: () => void;
  readonly planInstall: (profile: string) => void;
  readonly planRepair: (profile: string, rule: string) => void;
}

export function createLinks(client: Client, parts: LinkParts): Links {
  const sheet = signal<LinkSheet | null>(null);
  /** Opened before the first snapshot came: what it names is not known yet. */
  const waiting = signal<OpenedLink | null>(null);
  const { status, settings, logView } = parts;

  function follow(link: DeepLink): void {
    const { profile } = link;
    const known = status.snapshot.peek()?.profiles.some((each) => each.profile === profile) === true;
    if (!known) {
      sheet.value = { kind: 'no-profile', profile };
      return;
    }
    if (link.kind !== 'view' && parts.asking()) {
      sheet.value = { kind: 'sheet-open' };
      return;
    }
    parts.closeHelpers();
    sheet.value = null;
    if (link.kind === 'view' && link.view === 'settings') {
      status.select(profile);
      settings.tab.value = 'profiles';
      return;
    }
    settings.tab.value = null;
    if (link.kind === 'view') {
      logView.since.value = link.sinceSeconds === null ? null : parts.now() - link.sinceSeconds * 1000;
      status.select(profile, link.view === 'settings' ? 'overview' : link.view);
    } else if (link.kind === 'repair') {
      status.select(profile, 'diagnose');
      parts.planRepair(profile, link.rule);
    } else {
      status.select(profile, 'overview');
      if (link.action === 'install') parts.planInstall(profile);
      else sheet.value = { kind: 'ask', profile, action: link.action };
    }
  }

  return {
    sheet,
    close() {
      sheet.value = null;
    },
    begin() {
      const ends = [
        client.on('link.opened', (opened) => {
          waiting.value = opened;
        }),
        effect(() => {
          const opened = waiting.value;
          const ready = status.snapshot.value !== null;
          if (opened === null || !ready) return;
          waiting.value = null;
          if (opened.ok) follow(opened.link);
          else sheet.value = { kind: 'unreadable', text: opened.text, why: opened.why, told: opened.told };
        }),
      ];
      return () => {
        for (const end of ends) end();
      };
    },
  };
}
