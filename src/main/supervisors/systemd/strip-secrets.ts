/** Pure: a unit file without its secrets, for the backup that is kept beside it. */
import { logicalLines } from './parse-unit.ts';
import { escapeWord, splitWords } from './unit-words.ts';

const SECRET_KEY = /(?:TOKEN|PASSWORD|PASSWD|PASSPHRASE|SECRET|API_?KEY|ACCESS_KEY|PRIVATE_KEY|CREDENTIALS?)$/i;
const SECRET_OPTION = /^--(?:token|password|gateway-token|gateway-password)(=|$)/;

/** Whether a variable of this name is taken for a secret. */
export function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key);
}

/**
 * Drops environment assignments with secret names and the values of secret options in ExecStart. Lines without secrets keep their
 * text; when a secret line cannot be taken apart, the whole line goes.
 */
export function stripSecrets(text: string): string {
  if (!mayHoldSecret(text)) return text;
  // Comments may hold an old token as well, and joined lines must be seen whole, so only logical lines survive.
  const lines = logicalLines(text).flatMap((line) => stripLine(line));
  return `${lines.join('\n').replaceAll('\n[', '\n\n[')}\n`;
}

function mayHoldSecret(text: string): boolean {
  return /token|passw|passphrase|secret|key|credential/i.test(text);
}

function stripLine(line: string): readonly string[] {
  const equals = line.indexOf('=');
  const key = line.slice(0, Math.max(equals, 0)).trim();
  const value = line.slice(equals + 1);
  if (key === 'Environment') return stripEnvironment(line, value);
  if (key.startsWith('Exec')) return stripCommand(line, key, value);
  return key === 'SetCredential' || key === 'SetCredentialEncrypted' ? [] : [line];
}

function stripEnvironment(line: string, value: string): readonly string[] {
  const split = splitWords(value);
  if (!split.ok) return mayHoldSecret(line) ? [] : [line];
  const kept = split.words.filter((word) => !isSecretKey(word.slice(0, Math.max(word.indexOf('='), 0))));
  if (kept.length === split.words.length) return [line];
  return kept.length === 0 ? [] : [`Environment=${kept.map(again).join(' ')}`];
}

function stripCommand(line: string, key: string, value: string): readonly string[] {
  const split = splitWords(value);
  if (!split.ok) return mayHoldSecret(line) ? [] : [line];
  if (!split.words.some((word) => SECRET_OPTION.test(word))) return [line];
  const words = split.words.map((word, index) => {
    if (SECRET_OPTION.test(split.words[index - 1] ?? '') && !(split.words[index - 1] ?? '').includes('='))
      return 'REMOVED';
    return SECRET_OPTION.test(word) ? word.replace(/=.*$/s, '=REMOVED') : word;
  });
  return [`${key}=${words.map(again).join(' ')}`];
}

/** A word that was split from a unit still has its specifiers as they were, so `%` must not be doubled again. */
function again(word: string): string {
  return escapeWord(word, 'A word of the old unit').replaceAll('%%', '%');
}
