/** Text of a service's files to bytes and back. */
import { OEM_UPPER_HALVES } from './code-pages.ts';

/** For `RenderedFile.encoding`: wscript and the Task Scheduler read this, cmd.exe does not. */
export const UTF16 = 'utf-16le-bom';

const BOM = [0xff, 0xfe] as const;
const CHCP_LINE = /^@chcp \d+ >nul[ \t]*\r?$/;
const MARKER_LINE = /^@rem openclaw-launcher-encoding=(\S+)[ \t]*\r?$/;

/**
 * Two lines that make cmd.exe read the rest of a batch file as UTF-8 whatever the machine's code page is, and that tell OpenClaw how to
 * read it (the same two lines that it writes, with its own code page in them).
 */
export const UTF8_PREAMBLE = ['@chcp 65001 >nul', '@rem openclaw-launcher-encoding=utf-8'] as const;

/** @param encoding that of a rendered file; undefined is UTF-8. */
export function encodeText(content: string, encoding: string | undefined): Uint8Array {
  if (encoding !== UTF16) return Buffer.from(content, 'utf8');
  return Buffer.concat([Buffer.from(BOM), Buffer.from(content, 'utf16le')]);
}

/** UTF-16 when it says so with its first bytes, else UTF-8. Never throws; what is no character becomes U+FFFD. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === BOM[0] && bytes[1] === BOM[1]) return new TextDecoder('utf-16le').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}

/**
 * A batch file or launcher that any OpenClaw or this product wrote: as `decodeText`, or in the code page that its first lines name.
 * Those lines are kept. Never throws.
 */
export function decodeScript(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 400)).toString('latin1').split('\n');
  const marker = CHCP_LINE.test(head[0] ?? '') ? head[1] : head[0];
  const label = MARKER_LINE.exec(marker ?? '')?.[1];
  return label === undefined ? decodeText(bytes) : decodeLabelled(bytes, label.toLowerCase());
}

function decodeLabelled(bytes: Uint8Array, label: string): string {
  const upper = OEM_UPPER_HALVES[label];
  if (upper !== undefined) {
    return Array.from(bytes, (byte) => (byte < 128 ? String.fromCharCode(byte) : (upper[byte - 128] ?? '\ufffd'))).join(
      '',
    );
  }
  try {
    return new TextDecoder(label === 'cp866' ? 'ibm866' : label).decode(bytes);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    return decodeText(bytes); // A label that nobody knows; the ASCII part is still right.
  }
}
