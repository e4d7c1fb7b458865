import { expect, test } from 'vitest';
import * as fixtures from '../../../e2e/ui/fixtures.ts';
import type { Diagnosis } from '../../shared/diagnosis.ts';
import { findingsOf, startIsPrimary } from './causes.ts';

const NOW = Date.parse('2026-11-22T14:06:12.000Z');

const finding = (code: string, severity: Diagnosis['severity']): Diagnosis => ({
  code,
  severity,
  title: code,
  evidence: [],
  fix: { kind: 'operation', action: 'start', label: 'Start', command: ['openclaw-tray', 'gateway', 'start'] },
});

test('a finding that repeats the headline is shown nowhere', () => {
  const report = { ...fixtures.stopped(NOW), diagnoses: [finding('stopped', 'notice')] };
  expect(findingsOf(report)).toEqual({ cause: null, others: [] });
  expect(startIsPrimary(report)).toBe(true);
});

test('a note never becomes a card, a warning does, and an error goes before it', () => {
  const [note, warning, error] = [
    finding('note', 'notice'),
    finding('linger-off', 'warning'),
    finding('broken', 'error'),
  ];
  const stopped = fixtures.stopped(NOW);
  expect(findingsOf({ ...stopped, diagnoses: [note] })).toEqual({ cause: null, others: [note] });
  expect(findingsOf({ ...stopped, diagnoses: [note, warning] })).toEqual({ cause: warning, others: [note] });
  expect(findingsOf({ ...stopped, diagnoses: [warning, error] })).toEqual({ cause: error, others: [warning] });
});

test('a healthy gateway has a card only for an error', () => {
  const warning = finding('linger-off', 'warning');
  const report = { ...fixtures.healthy(NOW), diagnoses: [warning] };
  expect(findingsOf(report)).toEqual({ cause: null, others: [warning] });
});

test('Start stands back only for an error whose own button helps', () => {
  const stopped = fixtures.stopped(NOW);
  expect(startIsPrimary({ ...stopped, diagnoses: [finding('linger-off', 'warning')] })).toBe(true);
  expect(startIsPrimary({ ...stopped, diagnoses: [finding('port-taken', 'error')] })).toBe(false);
  const advice: Diagnosis = { ...finding('config-invalid', 'error'), fix: { kind: 'advice', label: 'Mend it.' } };
  expect(startIsPrimary({ ...stopped, diagnoses: [advice] })).toBe(true);
});
