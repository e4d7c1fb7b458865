/** The account of its own that a system service runs as: which names can be one, and what it is called when nobody named another. */

/** Which account the service gets. `home` counts only for one that has to be made. */
export interface ServiceUser {
  readonly name: string;
  readonly group: string;
  readonly home: string;
}

/** Where the home of an account goes that has to be made (file-hierarchy(7): state of a service). */
export function homeOfNewAccount(name: string): string {
  return `/var/lib/${name}`;
}

/** The account that is made when nobody names another one. */
export const DEFAULT_SERVICE_USER: ServiceUser = {
  name: 'openclaw',
  group: 'openclaw',
  home: homeOfNewAccount('openclaw'),
};

/** useradd(8), --badname: the portable names. root is no account for a gateway. */
export function canBeDedicated(name: string): boolean {
  return /^[a-z_][a-z0-9_-]{0,31}$/.test(name) && name !== 'root';
}
