/**
 * Sets one value in JSON5 text by replacing or inserting exactly that value: comments, order, quotes and layout of everything else stay.
 * Pure. The syntax tree gives positions; the text is what is changed.
 */
import { type MemberNode, type ObjectNode, parse, type ValueNode } from '@humanwhocodes/momoa';

export type SpliceResult =
  | { readonly kind: 'changed'; readonly text: string }
  /** Something on the way to the key is no object. `at` is the path up to it. */
  | { readonly kind: 'blocked'; readonly at: readonly string[] }
  /** Valid JSON5, but in a form that the syntax tree's parser does not take. */
  | { readonly kind: 'not-understood' };

/** Sets `key` (a path of object keys) in valid JSON5 `text` whose root is an object. */
export function spliceValue(text: string, key: readonly string[], value: string | number): SpliceResult {
  const root = parseTree(text);
  if (root === null) return { kind: 'not-understood' };
  let node: ValueNode = root;
  for (const [depth, part] of key.entries()) {
    if (node.type !== 'Object') return { kind: 'blocked', at: key.slice(0, depth) };
    const member = memberOf(node, part);
    if (member === null) return { kind: 'changed', text: insert(text, root, node, key.slice(depth), value) };
    node = member.value;
  }
  const [start, end] = rangeOf(node);
  return { kind: 'changed', text: text.slice(0, start) + literal(value) + text.slice(end) };
}

function parseTree(text: string): ValueNode | null {
  try {
    return parse(text, { mode: 'json5', ranges: true }).body;
  } catch (cause) {
    // Its errors carry the place; anything without one is a defect.
    if (cause instanceof Error && 'line' in cause) return null;
    throw cause;
  }
}

/** The member that counts: of several with one name the last, as for the parser. */
function memberOf(node: ObjectNode, name: string): MemberNode | null {
  return node.members.findLast((member) => nameOf(member) === name) ?? null;
}

function nameOf(member: MemberNode): string {
  return member.name.type === 'Identifier' ? member.name.name : member.name.value;
}

function rangeOf(node: { range?: readonly number[] | undefined }): readonly [number, number] {
  const [start, end] = node.range ?? [];
  if (start === undefined || end === undefined) throw new Error('the JSON5 parser gave no positions');
  return [start, end];
}

/** Adds the members that are missing from `holder` on, in the manner of what is around. */
function insert(
  text: string,
  root: ValueNode,
  holder: ObjectNode,
  missing: readonly string[],
  value: string | number,
): string {
  const [start, end] = rangeOf(holder);
  const style = styleOf(text, root, holder);
  const inner = text.slice(start + 1, end - 1);
  const last = holder.members.at(-1);
  const spread = last === undefined ? true : /[\r\n]/.test(inner);
  const member = render(missing, value, style, spread);

  if (last === undefined) {
    // Comments in an otherwise empty object stay before the new member.
    const kept = inner.trimEnd();
    const head = text.slice(0, start + 1) + kept;
    return `${head}${style.newline}${style.inner}${member}${style.newline}${style.outer}${text.slice(end - 1)}`;
  }
  const [, valueEnd] = rangeOf(last);
  const comma = findComma(text, valueEnd, end - 1);
  const afterComma = comma === null ? valueEnd : comma + 1;
  const withComma = comma === null ? `${text.slice(0, valueEnd)},` : text.slice(0, afterComma);
  if (!spread) return `${withComma} ${member}${comma === null ? '' : ','}${text.slice(afterComma)}`;
  // A comment on the same line belongs to the member before.
  const place = endOfLineComments(text, afterComma);
  const between = text.slice(afterComma, place);
  return `${withComma}${between}${style.newline}${style.inner}${member}${comma === null ? '' : ','}${text.slice(place)}`;
}

interface Style {
  readonly newline: string;
  /** White space before a member of the holder, and before the holder's closing brace. */
  readonly inner: string;
  readonly outer: string;
  readonly step: string;
  readonly quoteKeys: boolean;
}

function styleOf(text: string, root: ValueNode, holder: ObjectNode): Style {
  const [start] = rangeOf(holder);
  const outer = indentAt(text, start);
  const first = holder.members[0];
  const rootFirst = root.type === 'Object' ? root.members[0] : undefined;
  const rootIndent = rootFirst === undefined ? '' : indentAt(text, rangeOf(rootFirst)[0]);
  const step = rootIndent === '' ? '  ' : rootIndent;
  const firstIndent = first === undefined ? '' : indentAt(text, rangeOf(first)[0]);
  return {
    newline: text.includes('\r\n') ? '\r\n' : '\n',
    inner: firstIndent.length > outer.length ? firstIndent : outer + step,
    outer,
    step,
    quoteKeys: (first ?? rootFirst)?.name.type !== 'Identifier',
  };
}

/** The white space at the beginning of the line that holds `position`. */
function indentAt(text: string, position: number): string {
  const line = text.slice(
    Math.max(text.lastIndexOf('\n', position - 1), text.lastIndexOf('\r', position - 1)) + 1,
    position,
  );
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

function render(keys: readonly string[], value: string | number, style: Style, spread: boolean): string {
  const [first = '', ...rest] = keys;
  const name = style.quoteKeys || !/^[A-Za-z_$][\w$]*$/.test(first) ? literal(first) : first;
  if (rest.length === 0) return `${name}: ${literal(value)}`;
  const inner = render(rest, value, { ...style, inner: style.inner + style.step, outer: style.inner }, spread);
  if (!spread) return `${name}: { ${inner} }`;
  return `${name}: {${style.newline}${style.inner}${style.step}${inner}${style.newline}${style.inner}}`;
}

/** A value as JSON, which every JSON5 reader understands; line separators escaped, as JSON5 warns about them. */
function literal(value: string | number): string {
  return JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

const SPACE_OR_COMMENT = /(?:[\s\uFEFF]|\/\/[^\r\n\u2028\u2029]*|\/\*[\s\S]*?\*\/)*/y;
const REST_OF_LINE = /(?:[ \t]*\/\*[^\r\n]*?\*\/)*(?:[ \t]*\/\/[^\r\n\u2028\u2029]*)?/y;

/** Position of the comma after a member, or null when the object ends without one. */
function findComma(text: string, from: number, end: number): number | null {
  const position = skip(SPACE_OR_COMMENT, text, from);
  return position < end && text[position] === ',' ? position : null;
}

function endOfLineComments(text: string, from: number): number {
  return skip(REST_OF_LINE, text, from);
}

function skip(pattern: RegExp, text: string, from: number): number {
  const sticky = new RegExp(pattern.source, 'y');
  sticky.lastIndex = from;
  return from + (sticky.exec(text)?.[0].length ?? 0);
}
