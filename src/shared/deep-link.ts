/**
 * Links into the window, for runbooks and messages: `openclaw-tray://profile/NAME/VIEW?since=10m`, or `…/ACTION`. Anybody may write one,
 * so it is read strictly, and what it names is shown or asked, never done. Pure.
 */
import { z } from 'zod';
import { fail, type Outcome, ok } from './outcome.ts';
import { parseProfileName, showText } from './profile.ts';

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
  z.strictObject({ ok: z.literal(false), text: z.string().max(200), why: z.string().max(400) }),
]);
export type OpenedLink = z.infer<typeof openedLinkSchema>;

const SPAN_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const SHAPE = /^openclaw-tray:\/\/profile\/([^/?]{1,64})(?:\/([a-z]{1,16})\/?)?(?:\?([a-z0-9=&-]{1,128}))?$/i;

const refuse = (why: string): Outcome<never> =>
  fail('usage', why, `A link looks like ${LINK_SCHEME}://profile/work/logs?since=10m`);

/** True for a text that claims to be one of our links, whatever is behind the scheme. */
export function isLinkText(text: string): boolean {
  return text.slice(0, LINK_SCHEME.length + 1).toLowerCase() === `${LINK_SCHEME}:`;
}

/** Reads a link. Nothing is decoded or guessed: percent signs, credentials, ports, fragments and unknown words are refused. Error: `usage`. */
export function parseDeepLink(text: string): Outcome<DeepLink> {
  if (!isLinkText(text)) return refuse(`${showText(text)} is no link of OpenClaw Tray.`);
  if (text.length > MAX_LINK_LENGTH)
    return refuse(`The link is ${text.length} characters long, more than any real one.`);
  const match = SHAPE.exec(text);
  if (match === null) return refuse(`The link ${showText(text, 80)} is not of the form that is known.`);
  const [, rawName = '', word, query] = match;
  const name = parseProfileName(rawName);
  if (!name.ok) return refuse(name.error.message);
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
    if (at < 1 || value === '' || value.includes('='))
      return refuse(`The part ${showText(part)} of the link means nothing.`);
    if (options.has(key)) return refuse(`The link says ${showText(key)} twice.`);
    options.set(key, value);
  }
  return ok(options);
}

function meaningOf(id: string, word: string, options: ReadonlyMap<string, string>): Outcome<DeepLink> {
  const known = word === 'logs' ? 'since' : word === 'repair' ? 'rule' : null;
  const foreign = [...options.keys()].find((key) => key !== known);
  if (foreign !== undefined) return refuse(`A link to ${word} has no option ${showText(foreign)}.`);
  const view = LINK_VIEWS.find((each) => each === word);
  if (view !== undefined) {
    const since = options.get('since');
    const sinceSeconds = since === undefined ? null : readSpan(since);
    if (Number.isNaN(sinceSeconds)) {
      return refuse(`${showText(since ?? '')} is no time span of at most seven days, such as 30s, 10m, 2h or 3d.`);
    }
    return checked({ kind: 'view', profile: id, view, sinceSeconds });
  }
  if (word === 'repair') {
    const wanted = options.get('rule');
    if (wanted === undefined) return refuse('A link that repairs has to name the finding: repair?rule=linger-off');
    return checked({ kind: 'repair', profile: id, rule: wanted });
  }
  return checked({ kind: 'act', profile: id, action: word as 'start' });
}

/** The last word has the schema: a link that does not fit it is none. */
function checked(link: DeepLink): Outcome<DeepLink> {
  const parsed = deepLinkSchema.safeParse(link);
  if (parsed.success) return ok(parsed.data);
  const what =
    link.kind === 'act'
      ? `Links cannot ask for ${showText(link.action)}.`
      : 'The link holds something that is not known.';
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
  return parsed.ok
    ? { ok: true, link: parsed.value, text }
    : { ok: false, text: showText(text, 60).slice(0, 200), why: parsed.error.message.slice(0, 400) };
}

/** The one link among the arguments of a launch; null without one. Two would be no click of a person. */
export function linkOfArguments(argv: readonly string[]): string | null {
  const links = argv.slice(1).filter(isLinkText);
  return links.length === 1 ? (links[0] ?? null) : null;
}
