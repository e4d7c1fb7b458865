import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { verdictLevelSchema } from '../../../shared/verdict.ts';
import { trayIconFile, trayIconName } from './icon.ts';
import { makeEntry } from './sample-reports.ts';

const drawings = fileURLToPath(new URL('icons/', import.meta.url));
const images = fileURLToPath(new URL('../assets/tray/', import.meta.url));
const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('the worst verdict wins', () => {
  it.each([
    [['healthy', 'failed', 'degraded'], 'failed'],
    [['healthy', 'unknown', 'degraded'], 'degraded'],
    [['healthy', 'unknown', 'starting'], 'unknown'],
    [['healthy', 'starting'], 'starting'],
    [['healthy', 'stopped', 'paused'], 'healthy'],
    [['external', 'stopped'], 'healthy'],
    [['paused', 'stopped'], 'paused'],
    [['not-installed'], 'stopped'],
    [[], 'stopped'],
  ] as const)('%j -> %s', (levels, expected) => {
    expect(trayIconName(levels.map((level, index) => makeEntry(`p${index}`, level)))).toBe(expected);
  });

  it('an operation of ours shows as starting', () => {
    expect(trayIconName([{ ...makeEntry('default', 'failed'), busy: 'restart' }])).toBe('starting');
  });
});

describe('the committed images', () => {
  const made = JSON.parse(readFileSync(`${images}made-from.json`, 'utf8')) as {
    sources: Record<string, string>;
    files: Record<string, string>;
  };

  it('are those of the drawings (else run scripts/rasterise-icons.mjs)', () => {
    const now = Object.fromEntries(Object.keys(made.sources).map((name) => [name, sha256(`${drawings}${name}`)]));
    expect(now).toEqual(made.sources);
  });

  it('are all there and nothing else', () => {
    const now = Object.fromEntries(Object.keys(made.files).map((name) => [name, sha256(`${images}${name}`)]));
    expect(now).toEqual(made.files);
    const listed = Object.keys(made.files).filter((name) => !name.startsWith('../'));
    expect(readdirSync(images).sort()).toEqual([...listed, 'made-from.json'].sort());
  });

  it('cover every verdict on every platform and bar', () => {
    for (const level of verdictLevelSchema.options) {
      const name = trayIconName([makeEntry('default', level)]);
      for (const platform of ['darwin', 'win32', 'linux', 'other'] as const) {
        for (const darkBar of [true, false]) {
          const file = trayIconFile(name, { platform, darkBar });
          expect(existsSync(`${images}${file}`), file).toBe(true);
          expect(existsSync(`${images}${file.replace('.png', '@2x.png')}`), file).toBe(true);
        }
      }
      expect(existsSync(`${images}glyph-${level === 'stopping' ? 'starting' : level}.png`), level).toBe(true);
    }
  });

  it('have the size of their grid', () => {
    const width = (name: string): number => readFileSync(`${images}${name}`).readUInt32BE(16);
    expect(width('mac-healthyTemplate.png')).toBe(18);
    expect(width('mac-healthyTemplate@2x.png')).toBe(36);
    expect(width('win-failed-light.png')).toBe(16);
    expect(width('win-failed-light@1.5x.png')).toBe(24);
    expect(width('linux-stopped-dark@2x.png')).toBe(44);
    expect(width('win-failed-light@1.25x.png')).toBe(20);
    expect(width('win-failed-light@3x.png')).toBe(48);
    expect(width('linux-stopped-dark@1.5x.png')).toBe(33);
  });

  it('have a Windows icon with every size that its shell asks for', () => {
    const ico = readFileSync(fileURLToPath(new URL('../assets/app-icon.ico', import.meta.url)));
    const count = ico.readUInt16LE(4);
    const frames = Array.from({ length: count }, (_, index) => {
      const at = 6 + index * 16;
      const offset = ico.readUInt32LE(at + 12);
      const png = ico.toString('latin1', offset + 1, offset + 4) === 'PNG';
      const edge = png ? ico.readUInt32BE(offset + 16) : ico.readInt32LE(offset + 4);
      return { said: ico.readUInt8(at) || 256, edge, png, end: offset + ico.readUInt32LE(at + 8) };
    });
    expect(frames.map(({ said }) => said)).toEqual([16, 20, 24, 32, 40, 48, 64, 128, 256]);
    for (const { said, edge, png, end } of frames) {
      expect(edge).toBe(said);
      expect(png).toBe(said === 256);
      expect(end).toBeLessThanOrEqual(ico.length);
    }
  });
});
