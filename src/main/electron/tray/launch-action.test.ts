import { describe, expect, it } from 'vitest';
import { launchAction, launchWord, launchWordSchema } from './launch-action.ts';
import { makeEntry } from './sample-reports.ts';

describe('the words of the desktop entry', () => {
  it.each([
    [['/opt/x/openclaw-tray', '--do=settings'], 'settings'],
    [['x', '--do=quit', '--do=open'], 'open'],
    [['x', '--do=rm -rf'], null],
    [['x', '--do='], null],
    [['x', '--hidden'], null],
  ] as const)('%j -> %s', (argv, word) => {
    expect(launchWord(argv)).toBe(word);
  });

  it('start and stop what can be, and open the window where nothing can', () => {
    const entries = [makeEntry('default', 'healthy'), makeEntry('work', 'stopped')];
    expect(launchAction('start-all', entries)).toEqual({ do: 'run-all', action: 'start', profiles: ['work'] });
    expect(launchAction('stop-all', entries)).toEqual({ do: 'run-all', action: 'stop', profiles: ['default'] });
    expect(launchAction('stop-all', [makeEntry('default', 'stopped')])).toEqual({ do: 'open-window' });
    expect(launchAction('diagnose', [])).toEqual({ do: 'show', profile: '', tab: 'diagnose' });
  });

  it('are those of electron-builder.yml', async () => {
    const { readFile } = await import('node:fs/promises');
    const text = await readFile(new URL('../../../../electron-builder.yml', import.meta.url), 'utf8');
    const words = [...text.matchAll(/openclaw-tray --do=([a-z-]+)/g)].map(([, word]) => word);
    expect(words).toEqual(['start-all', 'stop-all', 'diagnose', 'settings', 'quit']);
    for (const word of words) expect(launchWordSchema.options).toContain(word);
    const listed = /Actions: (.*)/
      .exec(text)?.[1]
      ?.split(';')
      .filter((each) => each !== '');
    const named = (key: string) =>
      [...text.matchAll(new RegExp(`^ {6}([A-Za-z]+):\\n(?: {8}.*\\n)*? {8}${key}: \\S`, 'gm'))].map(
        ([, name]) => name,
      );
    for (const key of ['Name', 'Name\\[ja\\]', 'Name\\[zh_CN\\]', 'Exec']) expect(named(key)).toEqual(listed);
  });
});
