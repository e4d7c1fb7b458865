import { describe, expect, test } from 'vitest';
import { parseGatewayLogLine, parseJournalLine, parsePlainLine } from './parse.ts';

describe('journal', () => {
  test('a line of journalctl -o json', () => {
    const line = JSON.stringify({
      __REALTIME_TIMESTAMP: '1795379340427000',
      MESSAGE: '[gateway] ready',
      PRIORITY: '6',
      SYSLOG_IDENTIFIER: 'node',
    });
    expect(parseJournalLine(line)).toEqual({
      time: new Date(1795379340427).toISOString(),
      level: 'info',
      source: 'journal',
      subsystem: 'gateway',
      text: '[gateway] ready',
    });
  });
  test('a message that is not UTF-8 comes as bytes', () => {
    const line = JSON.stringify({ __REALTIME_TIMESTAMP: '1000000', MESSAGE: [104, 105], PRIORITY: '3' });
    expect(parseJournalLine(line)).toMatchObject({ text: 'hi', level: 'error' });
  });
  test.each(['', 'not json', '{}', '{"__REALTIME_TIMESTAMP":"x","MESSAGE":"m"}', 'null', '[]'])(
    '%j is nothing',
    (line) => {
      expect(parseJournalLine(line)).toBeNull();
    },
  );
});

describe('the gateway log', () => {
  test('a structured line (form recorded from openclaw 2026.9.6)', () => {
    const line =
      '{"0":"{\\"subsystem\\":\\"gateway\\"}","1":"gateway ready","_meta":{"runtime":"node","date":"2026-11-22T20:46:02.074Z","logLevelId":3,"logLevelName":"INFO","name":"{\\"subsystem\\":\\"gateway\\"}"},"time":"2026-11-22T20:46:02.074+00:00","message":"gateway ready"}';
    expect(parseGatewayLogLine(line)).toEqual({
      time: '2026-11-22T20:46:02.074Z',
      level: 'info',
      source: 'gateway',
      subsystem: 'gateway',
      text: 'gateway ready',
    });
  });
  test('a line that is not JSON is shown as it is', () => {
    expect(parseGatewayLogLine('plain words')).toMatchObject({ text: 'plain words', source: 'gateway', time: null });
  });
});

test('captured output with a time in front', () => {
  expect(parsePlainLine('2026-11-22T20:46:02.074+00:00 [gateway] error: no port')).toEqual({
    time: '2026-11-22T20:46:02.074Z',
    level: 'error',
    source: 'service',
    subsystem: 'gateway',
    text: '[gateway] error: no port',
  });
});
