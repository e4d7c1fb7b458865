/** For tests: what nobody translated in a text of another language. */
import type { OperationError } from '../outcome.ts';
import { ja } from './ja.ts';
import { tell, tellAll } from './tell.ts';
import { zh } from './zh.ts';

/** Not ours to translate: what stands in quotes, command lines up to the end of the line, paths, addresses and options. */
const NOT_OURS = [
  /"[^"\n]*"|'[^'\n]*'|“[^”\n]*”/g,
  /(?<![\w-])(?:openclaw-tray|openclaw|sudo|systemctl|loginctl|launchctl|schtasks|chmod|npm)(?: +[!-~]+)+/g,
  /\S*[/\\]\S*/g,
  /(?<!\w)-{1,2}[A-Za-z][\w-]*(?:[ =]<[^>]*>)?/g,
];
const SENTENCE = /[A-Za-z][A-Za-z’']*(?: +[A-Za-z][A-Za-z’']*){2,}/g;

/** Runs of three and more English words. */
export function englishIn(text: string): string[] {
  const rest = NOT_OURS.reduce((left, pattern) => left.replace(pattern, ' | '), text);
  return rest.match(SENTENCE) ?? [];
}

/** Sentences of an error that stay English in Japanese or Chinese. Quotes (lines of a log, paths) are nobody's to translate. */
export function untold(error: OperationError): string[] {
  return [ja, zh].flatMap((words) =>
    [tell(words, error, 'message'), tell(words, error, 'hint'), ...tellAll(words, error, 'details')]
      .filter(
        ({ text, foreign, quoted }) => text !== '' && (foreign || (quoted !== true && englishIn(text).length > 0)),
      )
      .map(({ text }) => text),
  );
}
