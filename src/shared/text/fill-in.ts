/** Puts values into the braces of a template. Pure. */

/** What a brace can be filled with; sentences come as their text. */
export type Filling = string | number | readonly string[] | { readonly text: string };

const BRACES = /\{(\w+)(?::(\w+))?\}/g;

/**
 * `{name}` becomes the value; a list is joined as the language of `tag` does. `{name:time}` writes an ISO 8601 time as that language
 * writes moments. A brace without a value stays as it is.
 */
export function fillIn(template: string, values: Readonly<Record<string, Filling>>, tag: string): string {
  return template.replaceAll(BRACES, (whole, name: string, form: string | undefined) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) return whole;
    if (typeof value === 'number') return String(value);
    if (typeof value === 'string') return form === 'time' ? momentIn(value, tag) : value;
    return 'text' in value ? value.text : joined(value, tag);
  });
}

/** The names in the braces of a template, without their forms. */
export function bracesOf(template: string): string[] {
  return [...template.matchAll(BRACES)].map(([, name = '']) => name);
}

function joined(list: readonly string[], tag: string): string {
  return list.length < 2 ? (list[0] ?? '') : new Intl.ListFormat(tag, { type: 'conjunction' }).format(list);
}

function momentIn(iso: string, tag: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' }).format(at);
}
