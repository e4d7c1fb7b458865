/** The removal of an extra service for a person at a terminal. Pure. */
import type { ExtraPlan, ExtraRemoval } from '../../shared/extra-service.ts';
import { showArgv } from '../system/command-runner.ts';
import { type Output, paint } from './output.ts';

type Style = Pick<Output, 'colour'>;

export function renderExtraPlan({ service, backup, commands, privileges, warnings }: ExtraPlan, style: Style): string {
  const lines = [
    paint(style, 'bold', `remove ${service.name} (${service.kind}, ${service.scope})`),
    `  ${service.reason}`,
    ...service.evidence.map((line) => paint(style, 'dim', `    ${line}`)),
    '',
    ...(backup === service.path ? [] : [`  kept as   ${backup}`]),
    `  rights    ${privileges === 'user' ? 'your user only' : 'administrator'}`,
    '  commands',
    ...commands.map((argv) => `    ${showArgv(argv)}`),
  ];
  for (const warning of warnings) lines.push('', `  ${paint(style, 'yellow', 'Note')}: ${warning}`);
  return `${lines.join('\n')}\n`;
}

export function renderExtraRemoval({ message, restore }: ExtraRemoval, style: Style): string {
  return `${[message, paint(style, 'dim', 'To bring it back:'), ...restore.map((argv) => `  ${showArgv(argv)}`)].join('\n')}\n`;
}
