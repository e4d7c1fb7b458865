import { h, type VNode } from 'preact';

const TAG = /<(\/?)([a-z]+)((?:\s+[a-z-]+="[^"]*")*)\s*(\/?)>/gi;
const ATTRIBUTE = /([a-z-]+)="([^"]*)"/gi;

type Attributes = Record<string, string>;
interface Open {
  readonly tag: string;
  readonly attributes: Attributes;
  readonly children: VNode[];
}

/** A drawing ready to render: the root's attributes without size, and its shapes. */
export interface Drawing {
  readonly attributes: Readonly<Attributes>;
  readonly shapes: readonly VNode[];
}

function readAttributes(text: string): Attributes {
  const found: Attributes = {};
  for (const match of text.matchAll(ATTRIBUTE)) {
    const [, name, value] = match;
    if (name !== undefined && value !== undefined) found[name] = value;
  }
  return found;
}

/**
 * Turns one of our own icon files (elements and attributes only, no text, no style) into nodes, so that the page needs no innerHTML.
 * Throws when the file is anything else: an icon is part of the build, so this shows at once.
 */
export function parseDrawing(svg: string): Drawing {
  const stack: Open[] = [];
  for (const match of svg.matchAll(TAG)) {
    const [, closing, tag, attributes = '', selfClosing] = match;
    if (tag === undefined) continue;
    const element: Open = closing
      ? (stack.pop() ?? { tag, attributes: {}, children: [] })
      : { tag, attributes: readAttributes(attributes), children: [] };
    if (!closing && !selfClosing) {
      stack.push(element);
      continue;
    }
    const parent = stack.at(-1);
    if (parent !== undefined) {
      parent.children.push(h(element.tag, element.attributes, ...element.children));
      continue;
    }
    if (element.tag !== 'svg') break;
    const { width: _width, height: _height, xmlns: _xmlns, ...kept } = element.attributes;
    return { attributes: kept, shapes: element.children };
  }
  throw new Error(`Not an icon drawing: ${svg.slice(0, 80)}`);
}
