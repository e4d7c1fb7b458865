/**
 * Task XML: written by putting values into the template's elements, read by element names in the one namespace of task definitions
 * ([MS-TSCH], "Task Definitions"; the same document that `schtasks /Create /XML` takes and COM's `RegisteredTask.Xml` gives).
 */

import { DOMParser, type Document, type Element, ParseError, XMLSerializer } from '@xmldom/xmldom';
import template from '../../../../templates/windows/task.xml?raw';
import { ExpectedError } from '../../../shared/outcome.ts';
import { type Phrase, say } from '../../../shared/said.ts';
import type { DefinitionSettings } from '../supervisor.ts';

export const TASK_NAMESPACE = 'http://schemas.microsoft.com/windows/2004/02/mit/task';

export interface TaskXmlInput {
  readonly description: string;
  /** `DOMAIN\name` or name. */
  readonly user: string;
  /** Absolute path of the launcher, or of a program; `%NAME%` is replaced by the scheduler. */
  readonly command: string;
  /** One command line; null when the program gets none. */
  readonly arguments?: string | null | undefined;
  /**
   * `interactive`: runs while this user is logged on, needs no password and no administrator. `password`: runs also when nobody is logged
   * on, and starts with the machine; Windows asks for the account's password when the task is registered. `s4u`: the same without a
   * password and without rights beyond this machine; only an administrator may register it. Default interactive.
   */
  readonly logon?: 'interactive' | 'password' | 's4u' | undefined;
}

/** Text of the task definition; on disk it is UTF-16 with a byte order mark. @throws ExpectedError `definition-write-failed`. */
export function renderTaskXml(input: TaskXmlInput): string {
  const document = new DOMParser().parseFromString(template.replaceAll('\r\n', '\n').trimEnd(), 'text/xml');
  const set = (path: readonly string[], value: string) => {
    const element = find(document, path);
    if (element === null) throw new Error(`The task template has no element ${path.join('/')}`);
    element.textContent = requireXmlText(value, path);
  };
  set(['RegistrationInfo', 'Description'], input.description);
  set(['Triggers', 'LogonTrigger', 'UserId'], input.user);
  set(['Principals', 'Principal', 'UserId'], input.user);
  set(['Actions', 'Exec', 'Command'], input.command);
  if (input.arguments != null) addArguments(document, requireXmlText(input.arguments, ['Arguments']));
  if (input.logon === 'password' || input.logon === 's4u') {
    set(['Principals', 'Principal', 'LogonType'], input.logon === 's4u' ? 'S4U' : 'Password');
    addBootTrigger(document);
  }
  return new XMLSerializer().serializeToString(document);
}

function addArguments(document: Document, value: string): void {
  const action = find(document, ['Actions', 'Exec']);
  if (action === null) throw new Error('The task template has no element Exec');
  const element = document.createElementNS(TASK_NAMESPACE, 'Arguments');
  element.textContent = value;
  action.appendChild(element);
}

function addBootTrigger(document: Document): void {
  const triggers = find(document, ['Triggers']);
  const first = find(document, ['Triggers', 'LogonTrigger']);
  if (triggers === null) throw new Error('The task template has no element Triggers');
  const boot = document.createElementNS(TASK_NAMESPACE, 'BootTrigger');
  const enabled = document.createElementNS(TASK_NAMESPACE, 'Enabled');
  enabled.textContent = 'true';
  boot.appendChild(enabled);
  triggers.insertBefore(boot, first);
}

/** Characters of XML 1.0, and no line break: the Task Scheduler takes everything else apart. */
function requireXmlText(value: string, path: readonly string[]): string {
  if (value !== '' && value.isWellFormed() && !/[\x00-\x1f\x7f\ufffe\uffff]/.test(value)) return value;
  throw new ExpectedError('definition-write-failed', say('task.no-xml', { element: path.at(-1) ?? '' }), {
    hint: say('hint.empty-or-break'),
  });
}

/** What we act on of a task definition. Every field is null when the document does not have it. */
export interface TaskModel {
  readonly description: string | null;
  /** The first program action: what runs. */
  readonly command: string | null;
  readonly arguments: string | null;
  readonly workingDirectory: string | null;
  /** Kinds of the enabled triggers, for example `LogonTrigger`. */
  readonly triggers: readonly string[];
  /** Account of the logon trigger; null means every user. */
  readonly triggerUser: string | null;
  readonly user: string | null;
  readonly logonType: string | null;
  readonly runLevel: string | null;
  readonly enabled: boolean;
  readonly settings: Readonly<Record<string, string>>;
}

export type TaskReading =
  | { readonly ok: true; readonly model: TaskModel }
  | { readonly ok: false; readonly problem: Phrase };

/** Reads a task definition. Never throws for what the text holds. */
export function parseTaskXml(text: string): TaskReading {
  let document: Document;
  try {
    // Text from COM still says encoding="UTF-16"; the text itself is no longer bytes.
    document = new DOMParser({ onError: stopAtErrors }).parseFromString(
      text.replace(/^\ufeff/, '').trimStart(),
      'text/xml',
    );
  } catch (cause) {
    if (!(cause instanceof ParseError)) throw cause;
    return { ok: false, problem: say('problem.task-no-xml', { error: firstLine(cause.message) }) };
  }
  const root = document.documentElement;
  if (root === null || root.localName !== 'Task' || root.namespaceURI !== TASK_NAMESPACE) {
    return { ok: false, problem: say('problem.task-kind') };
  }
  const word = (path: readonly string[]): string | null => textOf(find(document, path));
  const triggers = children(find(document, ['Triggers'])).filter((one) => textOf(child(one, 'Enabled')) !== 'false');
  const settings = children(find(document, ['Settings'])).flatMap(leaves);
  return {
    ok: true,
    model: {
      description: word(['RegistrationInfo', 'Description']),
      command: word(['Actions', 'Exec', 'Command']),
      arguments: word(['Actions', 'Exec', 'Arguments']),
      workingDirectory: word(['Actions', 'Exec', 'WorkingDirectory']),
      triggers: triggers.map((one) => one.localName ?? ''),
      triggerUser: word(['Triggers', 'LogonTrigger', 'UserId']),
      user: word(['Principals', 'Principal', 'UserId']) ?? word(['Principals', 'Principal', 'GroupId']),
      logonType: word(['Principals', 'Principal', 'LogonType']),
      runLevel: word(['Principals', 'Principal', 'RunLevel']),
      enabled: word(['Settings', 'Enabled']) !== 'false',
      settings: Object.fromEntries(settings),
    },
  };
}

/** What two task definitions say differently, as field names; the scheduler adds fields of its own and turns names into SIDs. */
export function taskDifferences(wanted: TaskModel, found: TaskModel): readonly string[] {
  const different: string[] = [];
  for (const key of ['command', 'arguments', 'workingDirectory', 'logonType', 'enabled'] as const) {
    if ((wanted[key] ?? '') !== (found[key] ?? '')) different.push(key);
  }
  if (wanted.triggers.join() !== found.triggers.join()) different.push('triggers');
  for (const [key, value] of Object.entries(wanted.settings)) {
    // The scheduler leaves out what has the value that it assumes anyway.
    if ((found.settings[key] ?? ASSUMED[key] ?? value) !== value) different.push(key);
  }
  return different;
}

/** The battery and time limits have a finding of their own (`task-limits`). */
const LIMITS = new Set(['DisallowStartIfOnBatteries', 'StopIfGoingOnBatteries', 'ExecutionTimeLimit']);

/** What a task sets beside the values of the model, and what belongs there; what the scheduler added by itself is not told. */
export function taskSettings(wanted: TaskModel, found: TaskModel): DefinitionSettings {
  const told = Object.entries(wanted.settings).filter(([key]) => !LIMITS.has(key));
  const others = ({ triggers, logonType, runLevel }: TaskModel) => ({
    Triggers: triggers.join(', '),
    'Principal.LogonType': logonType ?? '',
    'Principal.RunLevel': runLevel ?? 'LeastPrivilege',
  });
  const settings = told.map(([key, value]) => [`Settings.${key}`, found.settings[key] ?? ASSUMED[key] ?? value]);
  return {
    now: { ...others(found), ...Object.fromEntries(settings) },
    expected: { ...others(wanted), ...Object.fromEntries(told.map(([key, value]) => [`Settings.${key}`, value])) },
  };
}

/** Values that hold when an element is missing, where they differ from ours ([MS-TSCH] 2.5.4). */
const ASSUMED: Readonly<Record<string, string>> = {
  DisallowStartIfOnBatteries: 'true',
  StopIfGoingOnBatteries: 'true',
  ExecutionTimeLimit: 'PT72H',
  'IdleSettings.StopOnIdleEnd': 'true',
};

function leaves(element: Element): readonly (readonly [string, string])[] {
  const inner = children(element);
  const name = element.localName ?? '';
  if (inner.length === 0) return [[name, textOf(element) ?? '']];
  return inner.map((one) => [`${name}.${one.localName ?? ''}`, textOf(one) ?? '']);
}

function find(document: Document, path: readonly string[]): Element | null {
  let element: Element | null = document.documentElement;
  for (const name of path) element = element === null ? null : child(element, name);
  return element;
}

function child(parent: Element, name: string): Element | null {
  return children(parent).find((one) => one.localName === name) ?? null;
}

function children(parent: Element | null): readonly Element[] {
  const found: Element[] = [];
  for (let node = parent?.firstChild ?? null; node !== null; node = node.nextSibling) {
    if (node.nodeType === node.ELEMENT_NODE && node.namespaceURI === TASK_NAMESPACE) found.push(node as Element);
  }
  return found;
}

function textOf(element: Element | null): string | null {
  const text = element?.textContent?.trim() ?? '';
  return text === '' ? null : text;
}

function stopAtErrors(level: string, message: string): void {
  if (level !== 'warning') throw new Error(message);
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
