/** The few forms of version ranges that `engines` fields use: comparators joined by spaces, alternatives by `||`. Pure. */

export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** A pre-release such as `-nightly`; it comes before the release of its number. */
  readonly pre: boolean;
}

/** Reads `24.16.0`, `v24.16.0` or `26`; null for anything else. */
export function parseVersion(text: string): Version | null {
  const match = /^v?(\d{1,6})(?:\.(\d{1,6}))?(?:\.(\d{1,6}))?(-[\w.-]+)?(?:\+[\w.-]+)?$/.exec(text.trim());
  if (match === null) return null;
  return {
    major: Number(match[1]),
    minor: Number(match[2] ?? 0),
    patch: Number(match[3] ?? 0),
    pre: match[4] !== undefined,
  };
}

/** Negative when `a` is older than `b`, 0 when they are the same. */
export function compareVersions(a: Version, b: Version): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch || Number(b.pre) - Number(a.pre);
}

/**
 * Is `version` in `range`, for example `>=24.16.0 <25 || >=26.1.0`? Understood are `>= > <= < = ^ ~`, bare versions (`24` means any 24)
 * and `*`. null when the version or the range has another form.
 */
export function satisfies(version: string, range: string): boolean | null {
  const parsed = parseVersion(version);
  if (parsed === null) return null;
  let any = false;
  for (const alternative of range.split('||')) {
    const result = satisfiesAll(parsed, alternative);
    if (result === null) return null;
    any ||= result;
  }
  return any;
}

function satisfiesAll(version: Version, comparators: string): boolean | null {
  let all = true;
  const words = comparators.replaceAll(/([<>=^~]+)\s+/g, '$1').trim();
  if (words === '') return null;
  for (const comparator of words.split(/\s+/)) {
    const result = satisfiesOne(version, comparator);
    if (result === null) return null;
    all &&= result;
  }
  return all;
}

function satisfiesOne(version: Version, comparator: string): boolean | null {
  if (comparator === '*' || comparator === 'x') return true;
  const match = /^(>=|<=|>|<|=|\^|~)?(.+)$/.exec(comparator);
  const text = (match?.[2] ?? '').replace(/(?:\.[x*])+$/, '');
  const bound = parseVersion(text);
  if (bound === null) return null;
  const parts = text.split('.').length;
  const order = compareVersions(version, bound);
  switch (match?.[1]) {
    case '>=':
      return order >= 0;
    case '<':
      // A pre-release of 25 is no Node 24 either.
      return order < 0 && !(version.pre && compareVersions({ ...version, pre: false }, bound) === 0);
    case '>':
      return parts === 3 ? order > 0 : order > 0 && !sameParts(version, bound, parts);
    case '<=':
      return order <= 0 || sameParts(version, bound, parts);
    case '^':
      return order >= 0 && version.major === bound.major;
    case '~':
      return order >= 0 && version.major === bound.major && (parts === 1 || version.minor === bound.minor);
    default:
      return sameParts(version, bound, parts) && (parts < 3 || order === 0);
  }
}

function sameParts(a: Version, b: Version, parts: number): boolean {
  return a.major === b.major && (parts < 2 || a.minor === b.minor) && (parts < 3 || a.patch === b.patch);
}
