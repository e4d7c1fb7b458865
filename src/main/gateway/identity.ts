/** As whom we present ourselves to a gateway, which lists its clients by it. */
export interface ClientIdentity {
  /** Version of this program. */
  readonly version: string;
  readonly displayName: string;
}

/** This product's identity. */
export function ownIdentity(version: string): ClientIdentity {
  return { version, displayName: 'OpenClaw Tray' };
}
