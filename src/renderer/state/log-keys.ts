/** Keys of the log view, wherever the focus is in it. */
export type LogKey = 'search' | 'end' | 'toggle' | 'crash' | 'next' | 'previous';

/** What a key asks for; null when it belongs to somebody else: to a field that is typed into, a button, a sheet. */
export function logKey(event: KeyboardEvent): LogKey | null {
  if (event.defaultPrevented || event.altKey || document.querySelector('dialog[open]') !== null) return null;
  const on = event.target instanceof Element ? event.target : null;
  if (event.ctrlKey || event.metaKey) return event.key.toLowerCase() === 'f' && !event.shiftKey ? 'search' : null;
  if (on?.closest('input[type="text"], textarea, select') != null) return null;
  switch (event.key) {
    case '/':
      return 'search';
    case 'End':
      return 'end';
    case 'g':
    case 'G':
      return 'crash';
    case 'n':
      return 'next';
    case 'N':
      return 'previous';
    case ' ':
      return on?.closest('button, input, a, [role="tab"]') == null ? 'toggle' : null;
    default:
      return null;
  }
}
