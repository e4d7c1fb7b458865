/** What commander says about a command line, in another language. Pure; a message that is not known stays as it is. */
import type { HelpWords, UsageProblem } from '../../shared/text/help-words.ts';

const NAME = "(?:(?:option|environment variable) )?('[^']*')";

/** Messages of commander 15 and of `grammar/values.ts`, whole. */
const KNOWN: readonly (readonly [RegExp, UsageProblem])[] = [
  [/^unknown option ('.*')$/, 'unknownOption'],
  [/^unknown command ('.*')$/, 'unknownCommand'],
  [/^\(Did you mean (?:one of )?(.*)\?\)$/, 'didYouMean'],
  [/^missing required argument ('.*')$/, 'missingArgument'],
  [/^option ('.*') argument missing$/, 'optionArgument'],
  [/^required option ('.*') not specified$/, 'requiredOption'],
  [new RegExp(`^${NAME} cannot be used with ${NAME}$`), 'conflict'],
  [/^too many arguments.* but got \d+: (.*)\.$/, 'tooMany'],
  [/^option ('[^']*') argument ('.*') is invalid\. (.*)$/, 'invalidOption'],
  [/^command-argument value ('.*') is invalid for argument ('[^']*')\. (.*)$/, 'invalidArgument'],
  [/^Allowed choices are (.*)\.$/, 'choices'],
  [/^It takes milliseconds, a whole number from 1 to (\d+)\.$/, 'milliseconds'],
  [/^It takes a whole number from 1 to (\d+)\.$/, 'wholeNumber'],
  [/^It takes seconds, a number from 0 to (\d+)\.$/, 'seconds'],
  [/^It takes a span such as 36h or 7d, at most 7d\.$/, 'span'],
  [/^It takes a span such as 10m or 2h, a time of day/, 'moment'],
  [/^It takes a number from 1 to 9\.$/, 'choice'],
];

/** @param message as commander gives it, without its "error: ". */
export function usageIn({ usage }: HelpWords, message: string): string {
  return message
    .split('\n')
    .map((line) => told(usage, line))
    .join('\n');
}

function told(usage: HelpWords['usage'], line: string): string {
  for (const [pattern, problem] of KNOWN) {
    const parts = pattern.exec(line);
    if (parts === null) continue;
    return usage[problem].replaceAll(/\{(\d)\}/g, (_brace, at: string) => told(usage, parts[Number(at)] ?? ''));
  }
  return line;
}
