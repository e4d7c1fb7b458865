/**
 * Serves the window's files under `app://ui/`, with the Content-Security-Policy on every answer.
 */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { CustomScheme, Protocol } from 'electron';
import { errnoOf } from '../system/files.ts';
import { UI_HOST, UI_SCHEME } from './ui-address.ts';

/** Has to be told to Electron before the app is ready. */
export const UI_SCHEME_PRIVILEGES: CustomScheme = {
  scheme: UI_SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true },
};

/** The page may run and show its own files and nothing else; it reaches the world only through the bridge. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'none'",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Starts to answer for the window's scheme with the files under `folder`. */
export function serveWindow(protocol: Pick<Protocol, 'handle'>, folder: string): void {
  protocol.handle(UI_SCHEME, (request) => respond(request.url, request.method, folder));
}

/** The answer to one request. Anything that is not a known file under the folder is 404. */
export async function respond(address: string, method: string, folder: string): Promise<Response> {
  const file = method === 'GET' && URL.canParse(address) ? fileOf(new URL(address), folder) : null;
  const type = file === null ? undefined : TYPES[extname(file)];
  if (file === null || type === undefined) return notFound();
  try {
    return new Response(await readFile(file), { headers: { ...HEADERS, 'content-type': type } });
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(errnoOf(cause) ?? '')) return notFound();
    throw cause;
  }
}

function notFound(): Response {
  return new Response('Not found', {
    status: 404,
    headers: { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' },
  });
}

/** Path on disk, or null when the address names another host or leaves the folder. */
function fileOf(url: URL, folder: string): string | null {
  if (url.hostname !== UI_HOST || url.protocol !== `${UI_SCHEME}:`) return null;
  let path: string;
  try {
    path = decodeURIComponent(url.pathname);
  } catch (cause) {
    if (cause instanceof URIError) return null;
    throw cause;
  }
  if (path.includes('\0') || path.includes('\\')) return null;
  const root = normalize(folder + sep);
  const file = normalize(join(root, path === '/' ? 'index.html' : path));
  return file.startsWith(root) ? file : null;
}
