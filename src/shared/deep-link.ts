/**
 * Links into the window, for runbooks and messages: `openclaw-tray://profile/NAME/VIEW?since=10m`, or `…/ACTION`. Anybody may write one,
 * so it is read strictly, and what it names is shown or asked, never done. Pure.
 */
import { z } from 'zod';
import { fail, type Outcome, ok } from './outcome.ts';
import { parseProfileName, showText } from './profile.ts';
import { type Phrase, phraseOf, say, told } from './said.ts';
import { toldFieldsSchema } from './said-schema.ts';

export const LINK_SCHEME = 'openclaw-tray';
/** Longer than every link that means something. */
export const MAX_LINK_LENGTH = 400;

export const LINK_VIEWS = ['overview', 'logs', 'service', 'diagnose', 'settings'] as const;
/** What a link may ask for; a person agrees to each in the window. Removing a service is not among them. */
export const LINK_ACTIONS = ['start', 'stop', 'restart', 'install', 'repair'] as const;

const profile = z.string().min(1).max(64);
/** At most seven days: as far back as a log is usually kept. */
const MAX_SINCE_S = 7 * 86_400;
const rule = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/);

export const deepLinkSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('view'),
    profile,
    view: z.enum(LINK_VIEWS),
    /** Where the log begins to be of interest: so many seconds ago; null = its end. */
    sinceSeconds: z.number().int().min(1).max(MAX_SINCE_S).nullable(),
  }),
  z.strictObject({ kind: z.literal('act'), profile, action: z.enum(['start', 'stop', 'restart', 'install']) }),
  z.strictObject({ kind: z.literal('repair'), profile, rule }),
]);
export type DeepLink = z.infer<typeof deepLinkSchema>;

/** What the app tells the window about a link that was opened: what it means, or why it means nothing. */
export const openedLinkSchema = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), link: deepLinkSchema, text: z.string().max(MAX_LINK_LENGTH) }),
  /** `text` is made harmless and short; `why` says what is wrong with it. */
  z.strictObject({
    ok: z.literal(false),
    text: z.string().max(200),
    why: z.string().max(400),
    /** How `why` is told in other languages. */
    told: toldFieldsSchema.optional(),
  }),
]);
export type OpenedLink = z.infer<typeof openedLinkSchema>;

const SPAN_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const SHAPE = /^openclaw-tray:\/\/profile\/([^/?]{1,64})(?:\/([a-z]{1,16})\/?)?(?:\?([a-z0-9=&-]{1,128}))?$/i;

const refuse = (why: Phrase): Outcome<never> =>
  fail('usage', why, say('link.shape', { example: `${LINK_SCHEME}://profile/work/logs?since=10m` }));

/** True for a text that claims to be one of our links, whatever is behind the scheme. */
export function isLinkText(text: string): boolean {
  return text.slice(0, LINK_SCHEME.length + 1).toLowerCase() === `${LINK_SCHEME}:`;
}

/** Reads a link. Nothing is decoded or guessed: percent signs, credentials, ports, fragments and unknown words are refused. Error: `usage`. */
export function parseDeepLink(text: string): Outcome<DeepLink> {
  if (!isLinkText(text)) return refuse(say('link.none', { text: showText(text) }));
  if (text.length > MAX_LINK_LENGTH) return refuse(say('link.long', { length: text.length }));
  const match = SHAPE.exec(text);
  if (match === null) return refuse(say('link.form', { text: showText(text, 80) }));
  const [, rawName = '', word, query] = match;
  const name = parseProfileName(rawName);
  if (!name.ok) return refuse(phraseOf(name.error.message, name.error.told?.message));
  const options = readQuery(query);
  if (!options.ok) return options;
  return meaningOf(name.value.id, word?.toLowerCase() ?? 'overview', options.value);
}

/** Each option once. */
function readQuery(query: string | undefined): Outcome<ReadonlyMap<string, string>> {
  const options = new Map<string, string>();
  if (query === undefined) return ok(options);
  for (const part of query.split('&')) {
    const at = part.indexOf('=');
    const [key, value] = [part.slice(0, at), part.slice(at + 1)];
    if (at < 1 || value === '' || value.includes('=')) return refuse(say('link.part', { part: showText(part) }));
    if (options.has(key)) return refuse(say('link.twice', { key: showText(key) }));
    options.set(key, value);
  }
  return ok(options);
}

function meaningOf(id: string, word: string, options: ReadonlyMap<string, string>): Outcome<DeepLink> {
  const known = word === 'logs' ? 'since' : word === 'repair' ? 'rule' : null;
  const foreign = [...options.keys()].find((key) => key !== known);
  if (foreign !== undefined) return refuse(say('link.option', { view: word, key: showText(foreign) }));
  const view = LINK_VIEWS.find((each) => each === word);
  if (view !== undefined) {
    const since = options.get('since');
    const sinceSeconds = since === undefined ? null : readSpan(since);
    if (Number.isNaN(sinceSeconds)) {
      return refuse(say('link.span', { text: showText(since ?? '') }));
    }
    return checked({ kind: 'view', profile: id, view, sinceSeconds });
  }
  if (word === 'repair') {
    const wanted = options.get('rule');
    if (wanted === undefined) return refuse(say('link.no-rule', { example: 'repair?rule=linger-off' }));
    return checked({ kind: 'repair', profile: id, rule: wanted });
  }
  return checked({ kind: 'act', profile: id, action: word as 'start' });
}

/** The last word has the schema: a link that does not fit it is none. */
function checked(link: DeepLink): Outcome<DeepLink> {
  const parsed = deepLinkSchema.safeParse(link);
  if (parsed.success) return ok(parsed.data);
  const what = link.kind === 'act' ? say('link.action', { action: showText(link.action) }) : say('link.unknown');
  return refuse(what);
}

/** "10m" -> 600; NaN for anything else. */
function readSpan(text: string): number {
  const match = /^([1-9]\d{0,5})([smhd])$/.exec(text);
  const seconds = match === null ? Number.NaN : Number(match[1]) * (SPAN_SECONDS[match[2] ?? ''] ?? Number.NaN);
  return seconds <= MAX_SINCE_S ? seconds : Number.NaN;
}

/** What the window is told about a text that came from outside. */
export function openedLink(text: string): OpenedLink {
  const parsed = parseDeepLink(text);
  if (parsed.ok) return { ok: true, link: parsed.value, text };
  const { message, told: how } = parsed.error;
  return {
    ok: false,
    text: showText(text, 60).slice(0, 200),
    why: message.slice(0, 400),
    ...told({ why: phraseOf(message, how?.message) }),
  };
}

/** The one link among the arguments of a launch; null without one. Two would be no click of a person. */
export function linkOfArguments(argv: readonly string[]): string | null {
  const links = argv.slice(1).filter(isLinkText);
  return links.length === 1 ? (links[0] ?? null) : null;
}
