/**
 * Builds the window and serves it on loopback under the same content security policy as the app, for pictures and specs.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const outDir = fileURLToPath(new URL('../../.cache/ui-window/', import.meta.url));
const configFile = fileURLToPath(new URL('../../vite/renderer.config.ts', import.meta.url));

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'none'",
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
};

export interface ServedWindow {
  readonly url: string;
  close(): Promise<void>;
}

/** Builds into `.cache/ui-window` and serves it. */
export async function serveWindow(): Promise<ServedWindow> {
  await build({ configFile, logLevel: 'error', build: { outDir, emptyOutDir: true } });
  return serveFolder(outDir);
}

/** Serves a folder on any free port of 127.0.0.1. */
export async function serveFolder(folder: string): Promise<ServedWindow> {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/'));
    const file = path === '/' ? '/index.html' : path;
    readFile(`${folder}${file}`).then(
      (body) => {
        response.writeHead(200, {
          'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
          'content-security-policy': POLICY,
        });
        response.end(body);
      },
      // A path that is no file of the build, such as the browser's own favicon request.
      () => {
        response.writeHead(404);
        response.end();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
