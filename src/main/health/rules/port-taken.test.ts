/** The headline names the program shortly; the evidence has its whole command line. */
import { expect, test } from 'vitest';
import { written } from '../finding.ts';
import { probe, withProcess } from '../testing.ts';
import { portTaken } from './port-taken.ts';

const takenBy = (command: string) => {
  const finding = portTaken.evaluate(
    withProcess(
      { state: 'stopped' },
      {
        probe: probe({ code: 'not-a-gateway' }),
        portOwner: { owner: 'process', pid: 82, command, user: 'tester', startedAt: null, own: false },
      },
    ),
  );
  if (finding === null) throw new Error('the rule does not fire');
  return written(finding);
};

test('a program with a long command line', () => {
  const command = `/opt/openclaw-tray/node_modules/node/bin/node /opt/openclaw-tray/e2e/x.ts /opt/results ${'--more '.repeat(40)}--last`;
  const { title, evidence } = takenBy(command);
  expect(title).toMatch(/^Port \d+ is taken by node x\.ts \(pid 82, user tester\)$/);
  expect(evidence[0]).toContain(`${command} (pid 82, user tester)`);
});

test('one whose command line is not known', () => {
  expect(takenBy('').title).toMatch(/is taken by a process \(pid 82, user tester\)$/);
});
