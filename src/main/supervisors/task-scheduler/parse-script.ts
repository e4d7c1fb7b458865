/** Pure: the files of an installed Windows gateway service back to the common model. Nothing here throws for what a file holds. */
import { type Phrase, say } from '../../../shared/said.ts';
import type { ServiceDefinition } from '../../../shared/service-definition.ts';
import { styleOf } from '../../system/windows-tools.ts';
import { cutRedirections, parseSet, splitArguments, splitCommandLine } from './cmd-words.ts';
import { SUPERVISOR_FLAG } from './render.ts';
import type { TaskModel } from './task-xml.ts';

export interface ParsedScript {
  readonly definition: Omit<ServiceDefinition, 'profile' | 'serviceName'> | null;
  readonly problem: Phrase | null;
}

/** Reads a batch file that OpenClaw or this product wrote. The supervisor flag is part of the format, not of the command. */
export function parseScript(text: string): ParsedScript {
  const environment: Record<string, string> = {};
  let description: string | null = null;
  let workingDirectory: string | null = null;
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    const lower = line.toLowerCase();
    if (line === '' || lower.startsWith('@echo') || lower.startsWith('@chcp') || lower.startsWith('@rem ')) continue;
    if (lower === 'rem' || lower.startsWith('rem ')) {
      description ??= line.slice(4).replaceAll('%%', '%');
    } else if (lower.startsWith('set ')) {
      const assignment = parseSet(line.slice(4));
      if (assignment !== null) environment[assignment.name] = assignment.value;
    } else if (lower.startsWith('cd /d ')) {
      workingDirectory = splitCommandLine(line.slice(6))[0] ?? null;
    } else {
      const command = splitCommandLine(cutRedirections(line)).filter((word) => word !== SUPERVISOR_FLAG);
      if (command.length === 0) break;
      const facts = { description: description ?? '', command: [...command], workingDirectory, environment };
      return { definition: { ...facts, environmentFiles: [] }, problem: null };
    }
  }
  return { definition: null, problem: say('problem.script-empty') };
}

/** The batch file that a hidden launcher runs, or null when it runs none. */
export function scriptOfLauncher(text: string): string | null {
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*('|rem\b)/i.test(line)) continue;
    const literal = /\.Run[ \t(]+"((?:[^"]|"")*)"/i.exec(line)?.[1];
    if (literal === undefined) continue;
    return splitArguments(literal.replaceAll('""', '"'))[0] ?? null;
  }
  return null;
}

/** What a task's action starts. */
export type TaskAction =
  | { readonly kind: 'launcher'; readonly path: string }
  | { readonly kind: 'script'; readonly path: string }
  /** A program started directly, as hand-made tasks do it. */
  | { readonly kind: 'program'; readonly command: readonly string[] }
  | { readonly kind: 'none' };

export function actionOf(model: Pick<TaskModel, 'command' | 'arguments'>): TaskAction {
  if (model.command === null) return { kind: 'none' };
  // `schtasks /TR` puts the quotes of its argument into Command.
  const words = [model.command.replace(/^"(.*)"$/, '$1'), ...splitArguments(model.arguments ?? '')];
  const path = words.find((word) => /\.(vbs|cmd|bat)$/i.test(word));
  const host = styleOf(words[0] ?? '')
    .basename((words[0] ?? '').toLowerCase())
    .replace(/\.exe$/, '');
  if (path !== undefined && (path === words[0] || ['wscript', 'cscript', 'cmd'].includes(host))) {
    return { kind: path.toLowerCase().endsWith('.vbs') ? 'launcher' : 'script', path };
  }
  return { kind: 'program', command: words };
}
