import type { UnitWords } from '../format.ts';

export const units: UnitWords = {
  ms: 'ms',
  s: 's',
  min: 'min',
  hours: (n: number) => `${n}\u00a0${n === 1 ? 'hour' : 'hours'}`,
  days: (n: number) => `${n}\u00a0${n === 1 ? 'day' : 'days'}`,
};
