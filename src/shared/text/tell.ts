/**
 * The core's sentences in the words of a language: verdict, reason, exit, finding, cure. Pure. What has no words there stays in English,
 * and says so, so that the page can mark the language for screen readers and fonts.
 */
import type { Diagnosis, Fix } from '../diagnosis.ts';
import { portOfCommand } from '../gateway-command.ts';
import type { LastExit } from '../service-state.ts';
import type { StatusReport } from '../status-report.ts';
import type { Told } from './en/told.ts';
import { type CoreWords, exitWordsIn, type Sentence, tell } from './tell-core.ts';
import type { Words } from './words.ts';

export { gapAfter, inOneBreath, langOf, type Sentence, sentenceProps, tell, tellAll, tellPhrase } from './tell-core.ts';

/** The words that a status report is told with. */
export type ReportWords = CoreWords & Pick<Words, 'act'>;

const isEnglish = (words: Pick<Words, 'tag'>): boolean => words.tag === 'en';

function toldOf(report: Pick<StatusReport, 'port' | 'installed'>, name: string): Told {
  return { name, port: report.port, installed: report.installed !== false };
}

/** The verdict's headline. `name` is what the person calls the profile. */
export function verdictText(report: StatusReport, words: ReportWords, name: string = report.profile): string {
  if (isEnglish(words) && name === report.profile) return report.verdict.text;
  return sayBy(words.told.verdictBy, report.verdict.code, toldOf(report, name)) ?? report.verdict.text;
}

/** The verdict's second line; null when there is nothing to add. */
export function verdictReason(report: StatusReport, words: ReportWords): Sentence | null {
  const { reason } = report.verdict;
  if (reason === null) return null;
  if (isEnglish(words)) return { text: reason, foreign: false };
  const coded = tell(words, report.verdict, 'reason');
  if (!coded.foreign) return coded;
  const own = ownReason(report, words);
  return own === null ? { text: reason, foreign: true } : { text: own, foreign: false };
}

/** Only for codes whose reason follows from the report itself; the rest is the text of somebody else. */
function ownReason(report: StatusReport, words: ReportWords): string | null {
  const { why } = words.told;
  const probe = report.probeDetail;
  switch (report.verdict.code) {
    case 'verdict.stopped':
      return report.state === 'installed' ? why.neverStarted : null;
    case 'verdict.crashed':
    case 'verdict.crashLoop':
      return report.lastExit === null ? null : words.sentence(exitText(report.lastExit, words));
    case 'verdict.unmanaged':
      return report.installed === false ? why.unmanaged : why.unmanagedPort(report.port);
    case 'verdict.notProbed':
      return why.notProbed;
    case 'verdict.portTaken':
      return report.portOwner.owner === 'process' ? why.holds(report.portOwner.command, report.portOwner.pid) : null;
    case 'verdict.starting':
      if (probe === null) return null;
      return probe.code === 'ok' ? why.notReadyYet : probe.code === 'starting' ? why.saysStarting : why.notListening;
    case 'verdict.tokenRefused':
    case 'verdict.noAnswer':
    case 'verdict.stopping':
      return probe === null || probe.code === 'ok' ? null : words.sentence(words.fact.probe[probe.code]);
    default:
      return null;
  }
}

/** How a process ended. */
export function exitText(exit: LastExit, words: Pick<Words, 'tag' | 'told'>): string {
  return isEnglish(words) ? exit.words : exitWordsIn(exit.code ?? undefined, exit.signal ?? undefined, words);
}

/** The title of a finding. */
export function findingTitle(
  finding: Diagnosis,
  report: Pick<StatusReport, 'profile' | 'port' | 'installed'>,
  words: ReportWords,
  name: string = report.profile,
): Sentence {
  if (isEnglish(words)) return { text: finding.title, foreign: false };
  const own = sayBy(words.told.findingBy, finding.code, toldOf(report, name));
  return own === null ? { text: finding.title, foreign: true } : { text: own, foreign: false };
}

/** The words on the button of one way out of a finding; a sentence where it is advice. */
export function fixLabel(
  fix: Fix,
  report: Pick<StatusReport, 'profile' | 'port' | 'installed'>,
  words: ReportWords,
  name: string = report.profile,
): Sentence {
  if (isEnglish(words)) return { text: fix.label, foreign: false };
  if (fix.kind === 'advice') return tell(words, fix, 'label');
  if (fix.kind === 'command') return { text: words.act.copyCommand, foreign: false };
  // Two ways out may be the same operation with another port each; the port tells them apart.
  const port = portOfCommand(fix.command);
  if (port !== null) return { text: `${words.act.usePort(port)}…`, foreign: false };
  const own = sayBy(words.told.cureBy, fix.action, toldOf(report, name));
  return own === null ? { text: fix.label, foreign: true } : { text: own, foreign: false };
}

/** The value of `lang` for what the core says in English only: steps, messages of operations, errors. */
export function langOfCore(words: Words): 'en' | undefined {
  return isEnglish(words) ? undefined : 'en';
}

function sayBy(sentences: Readonly<Record<string, (told: Told) => string>>, code: string, about: Told): string | null {
  return Object.hasOwn(sentences, code) ? (sentences[code]?.(about) ?? null) : null;
}
