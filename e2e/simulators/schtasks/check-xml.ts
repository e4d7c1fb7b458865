/** Does the simulated service take this task XML? The refusals are those that were reported, each with its second line. */
import { DOMParser, type Element } from '@xmldom/xmldom';
import type { TextName } from './texts.ts';

const NAMESPACE = 'http://schemas.microsoft.com/windows/2004/02/mit/task';
/** Elements of task definitions of version 1.2 ([MS-TSCH] 2.5) that the product could come to use. */
const KNOWN = new Set(
  (
    'Task RegistrationInfo Description Author URI Date Triggers LogonTrigger BootTrigger Enabled UserId Delay Principals Principal GroupId ' +
    'LogonType RunLevel Settings MultipleInstancesPolicy DisallowStartIfOnBatteries StopIfGoingOnBatteries AllowHardTerminate ' +
    'StartWhenAvailable RunOnlyIfNetworkAvailable IdleSettings StopOnIdleEnd RestartOnIdle AllowStartOnDemand Hidden RunOnlyIfIdle ' +
    'WakeToRun ExecutionTimeLimit RestartOnFailure Interval Count Priority Actions Exec Command Arguments WorkingDirectory'
  ).split(' '),
);

export type XmlCheck = { readonly text: string } | { readonly refused: TextName; readonly place: string | null };

export function checkTaskXml(bytes: Uint8Array): XmlCheck {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = new TextDecoder(utf16 ? 'utf-16le' : 'utf-8').decode(bytes);
  // fatso83/vmware-auto-suspend#5: 8-bit bytes under encoding="UTF-16".
  if (!utf16 && /^<\?xml[^>]*UTF-16/i.test(text)) {
    return { refused: 'malformed', place: '(1,2)::ERROR: incorrect document syntax' };
  }
  let root: Element | null;
  try {
    root = new DOMParser().parseFromString(text, 'text/xml').documentElement;
  } catch {
    // Whatever the parser minds, the service calls it malformed.
    return { refused: 'malformed', place: '(1,2)::ERROR: incorrect document syntax' };
  }
  // MicrosoftDocs/feedback#1442
  if (root === null || root.namespaceURI !== NAMESPACE) {
    return { refused: 'unexpected-namespace', place: `(2,2):Task:${root?.namespaceURI ?? ''}` };
  }
  const elements = [...root.getElementsByTagName('*')];
  const unknown = elements.find((one) => !KNOWN.has(one.localName ?? ''));
  if (unknown !== undefined) return { refused: 'unexpected-node', place: `(17,8):${unknown.localName}:` };
  // dsccommunity/ComputerManagementDsc#204: PT10S refused, PT1M is the least.
  const interval = elements.find((one) => one.localName === 'Interval')?.textContent;
  if (interval != null && !/^PT\d+M$|^PT\d+H$/.test(interval)) {
    return { refused: 'out-of-range', place: `(43,25):Interval:${interval}` };
  }
  // hanamorix/companion-emergence#260: a trigger for the log-on of anybody needs an administrator.
  const logon = elements.find((one) => one.localName === 'LogonTrigger');
  const user = logon === undefined ? null : [...logon.getElementsByTagName('UserId')][0]?.textContent;
  if (logon !== undefined && (user ?? '') === '') return { refused: 'access-denied', place: null };
  return { text };
}
