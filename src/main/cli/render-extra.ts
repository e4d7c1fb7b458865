/** The removal of an extra service for a person at a terminal. Pure. */
import type { ExtraPlan, ExtraRemoval } from '../../shared/extra-service.ts';
import { showArgv } from '../system/command-runner.ts';
import { noteLine, paint, type Style } from './output.ts';
import { rightsLine, row } from './render-plan.ts';

export function renderExtraPlan({ service, backup, commands, privileges, warnings }: ExtraPlan, style: Style): string {
  const { plan } = style.words.shim;
  const lines = [
    paint(style, 'bold', plan.head.remove(service.name, `${service.kind}, ${service.scope}`)),
    `  ${service.reason}`,
    ...service.evidence.map((line) => paint(style, 'dim', `    ${line}`)),
    '',
    ...(backup === service.path ? [] : [row(plan.keptAs, backup)]),
    rightsLine(privileges, style.words),
    `  ${plan.commands}`,
    ...commands.map((argv) => `    ${showArgv(argv)}`),
  ];
  for (const warning of warnings) lines.push('', `  ${noteLine(style, warning).trimEnd()}`);
  return `${lines.join('\n')}\n`;
}

export function renderExtraRemoval({ message, restore }: ExtraRemoval, style: Style): string {
  return `${[message, paint(style, 'dim', style.words.shim.doctor.bringBack), ...restore.map((argv) => `  ${showArgv(argv)}`)].join('\n')}\n`;
}
