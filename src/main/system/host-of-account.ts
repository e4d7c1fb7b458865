import type { Host } from './host.ts';

/**
 * The host as it is for the account of a system service: resolve a profile with it, and the folders, the configuration and the
 * environment are those of that account. Nothing of the caller's own environment is kept but the language and the proxy.
 */
export function hostOfServiceUser(
  host: Host,
  user: { readonly name: string; readonly home: string },
  uid: number | null,
): Host {
  const kept = ['LANG', 'TZ', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'];
  return {
    ...host,
    uid,
    userName: user.name,
    accountHome: user.home,
    home: user.home,
    tempDir: '/tmp',
    env: {
      HOME: user.home,
      USER: user.name,
      LOGNAME: user.name,
      PATH: '/usr/local/bin:/usr/bin:/bin',
      ...Object.fromEntries(kept.flatMap((key) => (host.env[key] === undefined ? [] : [[key, host.env[key]]]))),
    },
  };
}
