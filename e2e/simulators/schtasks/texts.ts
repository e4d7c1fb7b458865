/**
 * What schtasks prints, by language. en: Microsoft's schtasks documentation and bnosac/taskscheduleR#16, #17, openclaw/openclaw#1177,
 * #5026, wazuh/wazuh#18289. zh: lidge-jun/opencodex#591 and public captures. ja: public captures. de: only the refusal is known
 * (openclaw/openclaw#78006); the other lines are put together from the prefix words. Nothing may be decided on any of them.
 */
import type { SimState } from './state.ts';

type Texts = Readonly<Record<TextName, string>>;
export type TextName =
  | 'created'
  | 'ran'
  | 'ended'
  | 'deleted'
  | 'not-found'
  | 'access-denied'
  | 'stub-bad-data'
  | 'no-mapping'
  | 'disabled'
  | 'malformed'
  | 'unexpected-node'
  | 'unexpected-namespace'
  | 'out-of-range';

const EN: Texts = {
  created: 'SUCCESS: The scheduled task "{name}" has successfully been created.',
  ran: 'SUCCESS: Attempted to run the scheduled task "{name}".',
  ended: 'SUCCESS: The scheduled task "{name}" has been terminated successfully.',
  deleted: 'SUCCESS: The scheduled task "{name}" was successfully deleted.',
  'not-found': 'ERROR: The system cannot find the file specified.',
  'access-denied': 'ERROR: Access is denied.',
  'stub-bad-data': 'ERROR: The stub received bad data.',
  'no-mapping': 'ERROR: No mapping between account names and security IDs was done.',
  disabled: 'ERROR: The scheduled task "{name}" is disabled.',
  malformed: 'ERROR: The task XML is malformed.',
  'unexpected-node': 'ERROR: The task XML contains an unexpected node.',
  'unexpected-namespace': 'ERROR: The task XML contains an element or attribute from an unexpected namespace.',
  'out-of-range': 'ERROR: The task XML contains a value which is incorrectly formatted or out of range.',
};

const DE: Texts = {
  ...EN,
  created: 'ERFOLGREICH: Die geplante Aufgabe "{name}" wurde erfolgreich erstellt.',
  ran: 'ERFOLGREICH: Es wurde versucht, die geplante Aufgabe "{name}" auszuführen.',
  ended: 'ERFOLGREICH: Die geplante Aufgabe "{name}" wurde beendet.',
  deleted: 'ERFOLGREICH: Die geplante Aufgabe "{name}" wurde gelöscht.',
  'not-found': 'FEHLER: Das System kann die angegebene Datei nicht finden.',
  'access-denied': 'FEHLER: Zugriff verweigert',
  'out-of-range':
    'Die Aufgaben-XML enthält einen Wert, der entweder falsch formatiert ist oder sich außerhalb des Bereichs befindet.',
};

const ZH: Texts = {
  ...EN,
  created: '成功: 成功创建计划任务 "{name}"。',
  ran: '成功: 尝试运行 "{name}"。',
  'not-found': '错误: 系统找不到指定的文件。',
  'access-denied': '错误: 拒绝访问。',
};

const JA: Texts = {
  ...EN,
  created: '成功: スケジュール タスク "{name}" は正しく作成されました。',
  ran: '成功: スケジュール タスク "{name}" の実行が試行されました。',
  'access-denied': 'エラー: アクセスが拒否されました。',
};

const PT: Texts = {
  ...EN,
  created: 'ÊXITO: a tarefa agendada "{name}" foi criada corretamente.',
  ran: 'ÊXITO: tentativa de executar a tarefa agendada "{name}".',
  deleted: 'ÊXITO: a tarefa agendada "{name}" foi excluída corretamente.',
  'not-found': 'ERRO: O sistema não pode encontrar o arquivo especificado.',
  'access-denied': 'ERRO: Acesso negado.',
};

const TEXTS: Readonly<Record<SimState['locale'], Texts>> = { en: EN, de: DE, zh: ZH, ja: JA, pt: PT };

export function textOf(locale: SimState['locale'], name: TextName, task: string): string {
  return TEXTS[locale][name].replace('{name}', () => task);
}
