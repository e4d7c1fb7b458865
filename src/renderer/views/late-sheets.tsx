import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useStore } from '../context.ts';

/** Long after the first paint, so that they are there when a key asks for them. */
const PREPARE_AFTER_MS = 600;

/** The rarely needed sheets: read when one of them is wanted, and otherwise once the window has come to rest. */
export function LateSheets() {
  const store = useStore();
  const { palette, extra, links } = store;
  const [Sheets, setSheets] = useState<FunctionComponent | null>(null);
  const wanted =
    palette.open.value ||
    palette.keys.value ||
    palette.listed.value !== null ||
    extra.sheet.value !== null ||
    links.sheet.value !== null;
  useEffect(() => {
    if (Sheets !== null) return;
    const read = () =>
      import('./rare-sheets.tsx').then(
        ({ RareSheets }) => setSheets(() => RareSheets),
        (cause: unknown) => store.status.broken(`A part of the window could not be read: ${String(cause)}`),
      );
    if (wanted) {
      void read();
      return;
    }
    const timer = setTimeout(() => void read(), PREPARE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [wanted, Sheets]);
  return Sheets === null ? null : <Sheets />;
}
