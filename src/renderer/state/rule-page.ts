/**
 * The page of a rule (docs/rules) as data: what the window draws of it. Pure. It knows the few things that those pages use, and takes
 * everything else as text.
 */

export type Inline =
  | { readonly kind: 'text' | 'code' | 'strong'; readonly text: string }
  /** To the page of another rule. */
  | { readonly kind: 'rule'; readonly text: string; readonly rule: string };

export interface RuleBlock {
  readonly kind: 'paragraph' | 'item' | 'code';
  readonly parts: readonly Inline[];
}

export interface RulePage {
  readonly title: string;
  readonly blocks: readonly RuleBlock[];
}

const INLINE = /`([^`]+)`|\*\*(.+?)\*\*|\[([^\]]+)\]\(([a-z0-9-]+)\.md\)/g;

/** One stretch of text: code, strong words, and links to other rules; any other link stays the text that it is. */
export function inlineParts(text: string): readonly Inline[] {
  const parts: Inline[] = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > at) parts.push({ kind: 'text', text: text.slice(at, match.index) });
    const [whole, code, strong, label, rule] = match;
    if (code !== undefined) parts.push({ kind: 'code', text: code });
    else if (strong !== undefined) parts.push({ kind: 'strong', text: strong });
    else if (label !== undefined && rule !== undefined) parts.push({ kind: 'rule', text: label, rule });
    at = match.index + whole.length;
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) });
  return parts;
}

/** The title, and the rest without the line that only repeats the rule's id. */
export function parseRulePage(markdown: string): RulePage {
  const chunks = markdown.replaceAll('\r\n', '\n').split(/\n{2,}/);
  let title = '';
  const blocks: RuleBlock[] = [];
  for (const chunk of chunks.map((each) => each.trim()).filter((each) => each !== '')) {
    const heading = /^#+ (.+)$/.exec(chunk)?.[1];
    if (heading !== undefined && title === '') title = heading;
    else if (heading !== undefined) blocks.push({ kind: 'paragraph', parts: [{ kind: 'strong', text: heading }] });
    else if (chunk.startsWith('```')) {
      const text = chunk.replace(/^```.*\n/, '').replace(/\n?```$/, '');
      blocks.push({ kind: 'code', parts: [{ kind: 'text', text }] });
    } else if (/^[-*] /.test(chunk)) {
      for (const item of chunk.split(/\n(?=[-*] )/))
        blocks.push({ kind: 'item', parts: inlineParts(joinLines(item.slice(2))) });
    } else if (!/^`[a-z0-9-]+`$/.test(chunk)) blocks.push({ kind: 'paragraph', parts: inlineParts(joinLines(chunk)) });
  }
  return { title, blocks };
}

const joinLines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .join(' ');
