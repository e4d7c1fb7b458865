/** The removal of an extra service for a person at a terminal. Pure. */
import type { ExtraPlan, ExtraRemoval } from '../../shared/extra-service.ts';
import { tell, tellAll } from '../../shared/text/tell.ts';
import { showArgv } from '../system/command-runner.ts';
import { noteLine, paint, type Style } from './output.ts';
import { rightsLine, row } from './render-plan.ts';

export function renderExtraPlan(extra: ExtraPlan, style: Style): string {
  const { service, backup, commands, privileges } = extra;
  const { plan } = style.words.shim;
  const lines = [
    paint(style, 'bold', plan.head.remove(service.name, `${service.kind}, ${service.scope}`)),
    `  ${tell(style.words, service, 'reason').text}`,
    ...tellAll(style.words, service, 'evidence').map(({ text }) => paint(style, 'dim', `    ${text}`)),
    '',
    ...(backup === service.path ? [] : [row(plan.keptAs, backup)]),
    rightsLine(privileges, style.words),
    `  ${plan.commands}`,
    ...commands.map((argv) => `    ${showArgv(argv)}`),
  ];
  for (const { text } of tellAll(style.words, extra, 'warnings'))
    lines.push('', `  ${noteLine(style, text).trimEnd()}`);
  return `${lines.join('\n')}\n`;
}

export function renderExtraRemoval(removal: ExtraRemoval, style: Style): string {
  const message = tell(style.words, removal, 'message').text;
  return `${[message, paint(style, 'dim', style.words.shim.doctor.bringBack), ...removal.restore.map((argv) => `  ${showArgv(argv)}`)].join('\n')}\n`;
}
