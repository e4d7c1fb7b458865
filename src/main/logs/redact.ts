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
  // A bot token of Telegram: number, colon, 35 characters (core.telegram.org/bots/api#authorizing-your-bot).
  /(\b|bot)\d{6,12}:[\w-]{30,}/g,
  // A JSON Web Token (RFC 7519): three parts in base64url, the first an object.
  /(\b)eyJ[\w-]{8,2000}\.[\w-]{8,4000}\.[\w-]{0,2000}/g,
  // A password in an address.
  /(\b[a-z][a-z\d+.-]{0,20}:\/\/[^\s/:@]{0,100}:)[^\s/@]{1,500}(?=@)/gi,
];

/** Cheaper than all of the shapes, and true wherever one of them could be. */
const SUSPICIOUS =
  /tok|pass|secret|key|auth|cookie|bearer|cap\/|eyJ|[sp]k[-_]|gh[po][-_]|xox|\d:[\w-]{30}|:\/\/[^\s/]*@/i;

const MIN_SECRET_LENGTH = 4;

export function redact(text: string, knownSecrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of knownSecrets) {
    if (secret.length >= MIN_SECRET_LENGTH) clean = clean.replaceAll(secret, HIDDEN);
  }
  if (!SUSPICIOUS.test(clean)) return clean;
  for (const shape of SHAPES) clean = clean.replace(shape, `$1${HIDDEN}`);
  return clean;
}

/**
 * ANSI colour sequences removed, other control characters shown as \xNN, characters that turn the direction of text as \uNNNN, so that a
 * log line can do nothing to a terminal or a window. Runs of NUL, which a truncated file may begin with, are counted.
 */
export function harmless(text: string): string {
  return text
    .replace(/\u0000{9,}/g, (run) => `\\x00 (${run.length} times)`)
    .replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '')
    .replace(/\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?/g, '')
    .replace(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g,
      (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
    )
    .replace(
      /[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}
