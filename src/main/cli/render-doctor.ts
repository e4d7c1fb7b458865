/** A diagnosis and a repair plan for a person at a terminal: the cause, its evidence, the cure; the rest below. Pure. */
import type { Diagnosis, Fix } from '../../shared/diagnosis.ts';
import type { DiagnosisReport, RepairPlan } from '../../shared/repair.ts';
import { showArgv } from '../system/command-runner.ts';
import { type Output, paint } from './output.ts';
import { renderPlan } from './render-plan.ts';
import { verdictLine } from './render-status.ts';

type Style = Pick<Output, 'colour'>;

export function renderDoctor({ report, notFoundOut }: DiagnosisReport, style: Style): string {
  const cause = report.diagnoses.find(({ severity }) => severity !== 'notice') ?? null;
  const others = report.diagnoses.filter((each) => each !== cause);
  const lines = [verdictLine(report, style)];
  if (cause !== null) lines.push('', ...findingLines(cause, report.profile, style));
  else lines.push('', others.length === 0 ? 'Nothing is wrong.' : 'Nothing is broken.');
  if (others.length > 0) {
    lines.push('', paint(style, 'bold', 'Also noticed'));
    for (const each of others) lines.push(...findingLines(each, report.profile, style, '  '));
  }
  if (notFoundOut.length > 0) {
    lines.push('', paint(style, 'bold', 'Could not be found out'), ...notFoundOut.map((line) => `  ${line}`));
  }
  return `${lines.join('\n')}\n`;
}

const COLOURS = { error: 'red', warning: 'yellow', notice: 'blue' } as const;

function findingLines(finding: Diagnosis, profile: string, style: Style, indent = ''): string[] {
  const { code, severity, title, evidence, fix, otherFixes } = finding;
  const fixes = [...(fix === null ? [] : [fix]), ...(otherFixes ?? [])];
  return [
    `${indent}${paint(style, COLOURS[severity], severity)}  ${paint(style, 'bold', title)}  ${paint(style, 'dim', code)}`,
    ...evidence.map((line) => paint(style, 'dim', `${indent}  ${line}`)),
    ...fixes.map((each, index) => `${indent}  → ${cure(each, code, profile, index)}`),
  ];
}

function cure(fix: Fix, code: string, profile: string, index: number): string {
  if (fix.kind === 'advice') return fix.label;
  if (fix.kind === 'command') return `${fix.label}: ${showArgv(fix.command)}`;
  const flag = profile === 'default' ? '' : ` --profile ${profile}`;
  const choice = index === 0 ? '' : ` --choice ${index + 1}`;
  return `${fix.label.replace(/…$/, '')}: openclaw-tray${flag} doctor --fix ${code}${choice}`;
}

export function renderRepairPlan(repair: RepairPlan, style: Style): string {
  const lines = [
    paint(style, 'bold', repair.diagnosis.title),
    ...repair.diagnosis.evidence.map((line) => paint(style, 'dim', `  ${line}`)),
    '',
    ...repair.steps.map((step, index) => `  ${index + 1}. ${step}`),
  ];
  if (repair.plan !== null) return `${lines.join('\n')}\n\n${renderPlan(repair.plan, style)}`;
  if (repair.commands.length > 0) {
    lines.push('', '  commands', ...repair.commands.map((argv) => `    ${showArgv(argv)}`));
  }
  lines.push('', `  rights    ${repair.privileges === 'user' ? 'your user only' : 'administrator'}`);
  return `${lines.join('\n')}\n`;
}
