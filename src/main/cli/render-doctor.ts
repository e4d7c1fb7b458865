/** A diagnosis and a repair plan for a person at a terminal: the cause, its evidence, the cure; the rest below. Pure. */

import type { Diagnosis, Fix } from '../../shared/diagnosis.ts';
import type { DiagnosisReport, RepairPlan } from '../../shared/repair.ts';
import type { StatusReport } from '../../shared/status-report.ts';
import type { ShimWords } from '../../shared/text/shim-words.ts';
import { findingTitle, tellAll } from '../../shared/text/tell.ts';
import { showArgv } from '../system/command-runner.ts';
import { paint, type Style } from './output.ts';
import { renderPlan, rightsLine } from './render-plan.ts';
import { cureLabel, verdictLine } from './render-status.ts';

export function renderDoctor(found: DiagnosisReport, style: Style): string {
  const { report } = found;
  const { doctor } = style.words.shim;
  const notFoundOut = tellAll(style.words, found, 'notFoundOut');
  const cause = report.diagnoses.find(({ severity }) => severity !== 'notice') ?? null;
  const others = report.diagnoses.filter((each) => each !== cause);
  const lines = [verdictLine(report, style)];
  if (cause !== null) lines.push('', ...findingLines(cause, report, style));
  else lines.push('', others.length === 0 ? doctor.nothingWrong : doctor.nothingBroken);
  if (others.length > 0) {
    lines.push('', paint(style, 'bold', doctor.alsoNoticed));
    for (const each of others) lines.push(...findingLines(each, report, style, '  '));
  }
  if (notFoundOut.length > 0) {
    lines.push('', paint(style, 'bold', doctor.notFoundOut), ...notFoundOut.map(({ text }) => `  ${text}`));
  }
  return `${lines.join('\n')}\n`;
}

const COLOURS = { error: 'red', warning: 'yellow', notice: 'blue' } as const;

function findingLines(finding: Diagnosis, report: StatusReport, style: Style, indent = ''): string[] {
  const { words } = style;
  const { code, severity, fix, otherFixes } = finding;
  const title = findingTitle(finding, report, words).text;
  const evidence = tellAll(words, finding, 'evidence');
  const fixes = [...(fix === null ? [] : [fix]), ...(otherFixes ?? [])];
  return [
    `${indent}${paint(style, COLOURS[severity], words.shim.doctor.severity[severity])}  ${paint(style, 'bold', title)}  ${paint(style, 'dim', code)}`,
    ...evidence.map(({ text }) => paint(style, 'dim', `${indent}  ${text}`)),
    ...fixes.map((each, index) => `${indent}  → ${cure(each, code, report, index, words)}`),
  ];
}

function cure(fix: Fix, code: string, report: StatusReport, index: number, words: ShimWords): string {
  const label = cureLabel(fix, report, words);
  if (fix.kind === 'advice') return label;
  if (fix.kind === 'command') return words.shim.colon(label, showArgv(fix.command));
  const { profile } = report;
  const flag = profile === 'default' ? '' : ` --profile ${profile}`;
  const choice = index === 0 ? '' : ` --choice ${index + 1}`;
  return words.shim.colon(label.replace(/…$/, ''), `openclaw-tray${flag} doctor --fix ${code}${choice}`);
}

export function renderRepairPlan(repair: RepairPlan, style: Style): string {
  const { words } = style;
  const about = { profile: repair.profile, port: repair.port ?? repair.plan?.port ?? 0, installed: true };
  const lines = [
    paint(style, 'bold', findingTitle(repair.diagnosis, about, words).text),
    ...tellAll(words, repair.diagnosis, 'evidence').map(({ text }) => paint(style, 'dim', `  ${text}`)),
    '',
    ...tellAll(words, repair, 'steps').map(({ text }, index) => `  ${index + 1}. ${text}`),
  ];
  if (repair.plan !== null) return `${lines.join('\n')}\n\n${renderPlan(repair.plan, style)}`;
  if (repair.commands.length > 0) {
    lines.push('', `  ${words.shim.plan.commands}`, ...repair.commands.map((argv) => `    ${showArgv(argv)}`));
  }
  lines.push('', rightsLine(repair.privileges, words));
  return `${lines.join('\n')}\n`;
}
