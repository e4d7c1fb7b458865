/** The help of the grammar in another language. Pure; what it knows no words for stays English. */
import { type Command, Help, type Option } from 'commander';
import { columnsOf } from '../../shared/text/columns.ts';
import type { HelpWords } from '../../shared/text/help-words.ts';

/** Sets how one command writes its help. */
export function translateHelp(command: Command, words: HelpWords): void {
  const line = (text: string) => lineIn(words, text);
  const english = new Help();
  command.configureHelp({
    styleTitle: (title) =>
      Object.hasOwn(words.titles, title) ? words.titles[title as keyof HelpWords['titles']] : title,
    commandDescription: (each) => line(each.description()),
    subcommandDescription: (each) => line(each.summary() || each.description()),
    optionDescription: (option) => `${line(option.description)}${behind(english, option, words)}`,
    displayWidth: (text) => columnsOf(text),
  });
}

/** " (choices: …, default: …)". */
function behind(english: Help, option: Option, { titles }: HelpWords): string {
  return english
    .optionDescription(option)
    .slice(option.description.length)
    .replace('choices:', titles['choices:'])
    .replace('default:', titles['default:']);
}

/** Examples and exit codes: commands stay, and what is said about them is told. */
export function afterHelp(words: HelpWords | null, text: string): string {
  if (words === null) return text;
  return text
    .split('\n')
    .map((whole) => {
      const [, command = '', gap = '', said = ''] = /^( {2}\S.*?)( {2,})(\S.*)$/.exec(whole) ?? [];
      return said === '' ? lineIn(words, whole) : `${command}${gap}${lineIn(words, said)}`;
    })
    .join('\n');
}

function lineIn({ lines }: HelpWords, text: string): string {
  return Object.hasOwn(lines, text) ? (lines[text] ?? text) : text;
}
