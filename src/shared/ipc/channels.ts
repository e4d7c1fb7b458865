/** Names only: the preload imports this file and nothing else of ours. A test holds it against the contract. */
export const CALL_NAMES = [
  'app.info',
  'status.snapshot',
  'status.refresh',
  'operation.plan',
  'operation.run',
  'operation.cancel',
  'autostart.set',
  'logs.recent',
  'extra.plan',
  'extra.remove',
  'logs.open',
  'logs.older',
  'logs.close',
  'logs.reveal',
  'diagnose.check',
  'diagnose.fix.plan',
  'diagnose.fix.run',
  'support.preview',
  'support.write',
  'profiles.add',
  'profiles.forget',
  'dashboard.open',
  'clipboard.copy',
  'settings.read',
  'settings.change',
  'timeline.read',
] as const;
export type CallName = (typeof CALL_NAMES)[number];

export const EVENT_NAMES = [
  'status.changed',
  'operation.step',
  'diagnose.fix.step',
  'logs.lines',
  'view.select',
  'link.opened',
  'settings.changed',
] as const;
export type EventName = (typeof EVENT_NAMES)[number];

/** The single Electron channel that carries every call, and the one that carries every event. */
export const CALL_CHANNEL = 'openclaw-tray:call';
export const EVENT_CHANNEL = 'openclaw-tray:event';
/** Name of the frozen object that the preload exposes on `window`. */
export const BRIDGE_NAME = 'openclawTray';
