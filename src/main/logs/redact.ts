/**
 * Secrets out of text, at the sink. Known values first (exactly those we could resolve), then the shapes in which secrets usually
 * appear; too much is hidden rather than too little.
 */
const HIDDEN = '[hidden]';

const SHAPES: readonly RegExp[] = [
  /((?:token|password|passwd|secret|api[_-]?key|authorization|cookie)["']?\s*[:=]\s*["']?(?:bearer\s+)?)(?!\[hidden\])[^\s"',;&}]{6,}/gi,
  /(bearer\s+)[\w.~+/=-]{8,}/gi,
  /([?&](?:token|key|password|secret|auth)=)[^&\s"']+/gi,
  /(\b)(?:sk|pk|ghp|gho|xox[abp])[-_][\w-]{12,}/g,
  /(\/__openclaw__\/cap\/)[\w-]+/g,
];

const MIN_SECRET_LENGTH = 4;

export function redact(text: string, knownSecrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of knownSecrets) {
    if (secret.length >= MIN_SECRET_LENGTH) clean = clean.replaceAll(secret, HIDDEN);
  }
  for (const shape of SHAPES) clean = clean.replace(shape, `$1${HIDDEN}`);
  return clean;
}

/** ANSI colour sequences removed, other control characters shown as \xNN, so that a log line can do nothing to a terminal or a window. */
export function harmless(text: string): string {
  return text
    .replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '')
    .replace(/\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?/g, '')
    .replace(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g,
      (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
    );
}
