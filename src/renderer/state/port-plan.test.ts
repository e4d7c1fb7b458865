import { describe, expect, test } from 'vitest';
import * as fixtures from '../../../e2e/ui/fixtures.ts';
import { portsTooClose } from '../../shared/profile.ts';
import { freePort, portMap, portRows } from './port-plan.ts';

const NOW = Date.parse('2026-11-22T14:06:12.000Z');
const three = fixtures.snapshotOf(1, [
  fixtures.healthy(NOW),
  fixtures.healthy(NOW, 'work', 41_984),
  fixtures.stopped(NOW, 'dev', 19_001),
]).profiles;
const rows = (drafts: Record<string, string> = {}) => portRows(three, new Map(Object.entries(drafts)));
const row = (drafts: Record<string, string>) => rows(drafts).find(({ profile }) => profile === 'work');

describe('rows', () => {
  test('nothing clashes where all keep their distance', () => {
    expect(rows().map(({ clash, changed, text }) => [text, changed, clash])).toEqual([
      ['18789', false, null],
      ['41984', false, null],
      ['19001', false, null],
    ]);
  });
  test('a port in the range of another is refused, and the next one clear of all is proposed', () => {
    expect(row({ work: '18850' })).toMatchObject({
      changed: true,
      clash: { profile: 'default', port: 18_789 },
      proposal: 19_121,
    });
  });
  test('exactly the distance is enough, one less is not', () => {
    expect(row({ work: '19121' })?.clash).toBeNull();
    expect(row({ work: '19120' })?.clash).toMatchObject({ profile: 'dev' });
  });
  test('another draft counts as it would be', () => {
    expect(row({ work: '18789', default: '30000' })?.clash).toBeNull();
    expect(row({ work: '30000', default: '30000' })?.clash).toMatchObject({ profile: 'default' });
  });
  test.each(['', '0', '65536', '1e4', '18 789', 'port'])('%j is no port', (text) => {
    expect(row({ work: text })).toMatchObject({ wanted: null, changed: true, clash: null, proposal: null });
  });
  test('a profile without service and configuration blocks nobody', () => {
    const bare = { ...fixtures.notInstalled(NOW), profile: 'new', portSource: 'profile-default' as const };
    const entries = fixtures.snapshotOf(1, [fixtures.healthy(NOW), bare]).profiles;
    expect(portRows(entries, new Map()).map(({ clash }) => clash)).toEqual([null, null]);
  });
});

test('a free port keeps its distance wherever it is looked for, and none is invented', () => {
  const taken = [18_789, 18_909, 65_400];
  for (const wanted of [1, 18_700, 18_789, 65_400, 65_535]) {
    const port = freePort(wanted, taken);
    expect(port).not.toBeNull();
    expect(taken.some((other) => portsTooClose(other, port ?? 0))).toBe(false);
    expect((port ?? 0) + 110).toBeLessThanOrEqual(65_535);
  }
  expect(
    freePort(
      1024,
      Array.from({ length: 600 }, (_, index) => 1024 + index * 119),
    ),
  ).toBeNull();
});

describe('map', () => {
  test('stretches stand in order inside the width, and long ways are broken', () => {
    const map = portMap(rows({ work: '18850' }));
    expect(map?.parts.map(({ kind, port }) => [kind, port])).toEqual([
      ['now', 18_789],
      ['clash', 18_850],
      ['now', 19_001],
      ['free', 19_121],
    ]);
    for (const { left, width } of map?.parts ?? []) expect(left >= 0 && left + width <= 100).toBe(true);
    const [first, second] = map?.parts ?? [];
    expect((second?.left ?? 0) < (first?.left ?? 0) + (first?.width ?? 0)).toBe(true);
    expect(portMap(rows())?.breaks).toHaveLength(1);
  });
  test('one profile alone needs no map', () => {
    expect(portMap(rows().slice(0, 1))).toBeNull();
  });
  test('of many profiles it shows those that clash', () => {
    const many = fixtures.snapshotOf(
      1,
      Array.from({ length: 40 }, (_, index) => fixtures.healthy(NOW, `p${index}`, 20_000 + index * 500)),
    ).profiles;
    const map = portMap(portRows(many, new Map([['p39', '20510']])));
    expect(map?.parts).toHaveLength(7);
    expect(map?.parts.map(({ kind }) => kind)).toContain('clash');
  });
});
