/**
 * Nothing in the window can be pressed that the palette does not know: every control in the source of the views carries out a command, or
 * stands below with its reason. `every-control.spec.ts` holds the same against the window as it is drawn.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const FOLDER = new URL('../../src/renderer/views/', import.meta.url);

/** What can be pressed, turned or picked. The `Command…` parts are given a command and need no look. */
const CONTROLS = /<(?:Button|button|Switch|Choice|Pick|CopyLine|input|select|summary|a)(?=[\s>])/g;

const REASONS = {
  sheet: 'a sheet that a command has opened: its way on, its way back, and what it shows of itself',
  copies: 'copies what is written there',
  field: 'is typed into or picked from; the command that comes of it is shown where it is carried out',
  shows: 'changes how something is drawn, nothing else',
  palette: 'is the palette itself',
} as const;

/** `file: control` of all that is no command, by reason. */
const EXCEPTIONS: Readonly<Record<keyof typeof REASONS, readonly string[]>> = {
  sheet: [
    'add-profile.tsx: Button words.act.add',
    'add-profile.tsx: Button words.act.cancel',
    'command-list-sheet.tsx: Button words.act.close',
    "extra-sheet.tsx: Button phase === 'plan' && !ofSystem ? words.act.cancel : words.act.close",
    'extra-sheet.tsx: Button words.extra.removeNow',
    "fix-sheet.tsx: Button phase === 'plan' ? words.act.cancel : words.act.close",
    "fix-sheet.tsx: Button verb.text.replace(/…$/, '')",
    'fix-sheet.tsx: Button words.act.stopWaiting',
    'keys-sheet.tsx: Button words.act.close',
    'link-sheet.tsx: Button command.label',
    'link-sheet.tsx: Button possible ? words.act.cancel : words.act.close',
    'link-sheet.tsx: Button words.act.close',
    'plan-list.tsx: button plan-row',
    'plan-sheet.tsx: Button nothing ? words.act.close : words.act.cancel',
    'plan-sheet.tsx: Button planNames(words, sheet, isInstalled(store, sheet)).apply',
    'plan-sheet.tsx: Button words.act.close',
    'plan-sheet.tsx: Button words.act.stopWaiting',
    'plan-sheet.tsx: Button words.act.tryAgain',
    'plan-sheet.tsx: Button words.act.usePort(proposed)',
    'settings/rename.tsx: Button words.act.cancel',
    'settings/rename.tsx: Button words.settings.renameNow',
    'support-sheet.tsx: Button words.act.close',
    'support-sheet.tsx: Button words.diagnose.write',
    'support-sheet.tsx: button',
  ],
  copies: [
    'cause-card.tsx: CopyLine words.act.copyCommand',
    'command-list.tsx: CopyLine words.act.copyCommand',
    'diagnose-tab.tsx: CopyLine words.act.copyCommand',
    'extra-sheet.tsx: Button words.extra.copyAll',
    'extra-sheet.tsx: CopyLine words.service.copyPath',
    'first-run.tsx: CopyLine words.act.copyCommand',
    'fix-sheet.tsx: Button words.act.copyCommand',
    'link-sheet.tsx: CopyLine words.act.copyCommand',
    'log-detail.tsx: Button words.act.copy',
    'plan-sheet.tsx: Button words.act.copyCommand',
    'service-tab.tsx: CopyLine words.act.copyAddress',
    'service-tab.tsx: CopyLine words.service.copyPath',
    'settings/profiles.tsx: CopyLine words.act.copyCommand',
    'support-sheet.tsx: Button words.act.copyCommand',
  ],
  field: [
    'add-profile.tsx: input add-name',
    'first-run.tsx: Choice words.first.keepRunning',
    'first-run.tsx: Choice words.first.wholeSystem',
    "first-run.tsx: input `field num${wrong === null ? '' : ' field-wrong'",
    'first-run.tsx: input switch',
    'log-bar.tsx: input log-query',
    'log-bar.tsx: select btn',
    "settings/general.tsx: input `field num${complaint === null ? '' : ' field-wrong'",
    'settings/profile-fields.tsx: button link num',
    "settings/profile-fields.tsx: input `field num port-field${bad ? ' field-wrong' : ''",
    'settings/rename.tsx: input rename-label',
    'sidebar.tsx: input field',
  ],
  shows: [
    'command-list.tsx: summary',
    'definition.tsx: Choice words.service.definition',
    'diagnose-tab.tsx: summary',
    'log-bar.tsx: Button words.logs.next',
    'log-bar.tsx: Button words.logs.previous',
    'log-detail.tsx: Button words.act.close',
    'rule-page.tsx: summary',
    'rule-text.tsx: button link',
    'timeline.tsx: button link aside',
  ],
  palette: [
    'palette-button.tsx: button btn btn-item palette-button',
    'palette.tsx: button link',
    'palette.tsx: button palette-close',
    'palette.tsx: input words.palette.field',
  ],
};

/** The opening tag that begins here: up to the `>` outside of braces and quotes. */
function tagAt(source: string, from: number): string {
  let depth = 0;
  let quote = '';
  for (let at = from; at < source.length; at += 1) {
    const each = source.charAt(at);
    if (quote !== '') {
      if (each === quote) quote = '';
    } else if (each === '"' || each === "'" || each === '`') quote = each;
    else if (each === '{') depth += 1;
    else if (each === '}') depth -= 1;
    else if (each === '>' && depth === 0) return source.slice(from, at + 1);
  }
  throw new Error(`A tag has no end: ${source.slice(from, from + 80)}`);
}

/** What tells a control from the others of its file: its words, else its class, else its place in the markup. */
function nameOf(tag: string): string {
  const [, kind = ''] = /^<(\w+)/.exec(tag) ?? [];
  const said = /(?:\blabel|aria-label|\bid|\bclass)=(?:\{([^}]*)|"([^"]*)")/.exec(tag);
  return `${kind} ${(said?.[1] ?? said?.[2] ?? '').replaceAll(/\s+/g, ' ').trim()}`.trim();
}

const found = readdirSync(FOLDER, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.tsx'))
  .flatMap((name) => {
    const source = readFileSync(new URL(name, FOLDER), 'utf8');
    return [...source.matchAll(CONTROLS)].map(({ index }) => {
      const tag = tagAt(source, index);
      return {
        control: `${name.replaceAll('\\', '/')}: ${nameOf(tag)}`,
        bound: /\bdata-command=|\bcommand=|\bcommand: /.test(tag),
      };
    });
  });
const free = found.filter(({ bound }) => !bound).map(({ control }) => control);
const excepted = Object.values(EXCEPTIONS).flat();

test.each(Object.entries(REASONS))('%s: %s', (reason) => {
  expect(EXCEPTIONS[reason as keyof typeof REASONS].length).toBeGreaterThan(0);
});

test('every control of a view is a command of the palette, or has a reason not to be', () => {
  expect(free.filter((control) => !excepted.includes(control))).toEqual([]);
});

test('no exception outlives what it was made for, and none is made twice', () => {
  expect(excepted.filter((control) => !free.includes(control))).toEqual([]);
  expect(new Set(excepted).size).toBe(excepted.length);
});

test('the scan sees controls, and those that are commands', () => {
  expect(free.length).toBeGreaterThan(30);
  expect(found.length).toBeGreaterThan(free.length);
});
