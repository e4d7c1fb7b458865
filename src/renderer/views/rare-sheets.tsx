import { CommandListSheet } from './command-list-sheet.tsx';
import { ExtraSheetView } from './extra-sheet.tsx';
import { KeysSheet } from './keys-sheet.tsx';
import { LinkSheetView } from './link-sheet.tsx';
import { CommandPalette } from './palette.tsx';

/** What most looks at the window never need: a file of the build of its own, see `late-sheets.tsx`. */
export function RareSheets() {
  return (
    <>
      <ExtraSheetView />
      <CommandListSheet />
      <KeysSheet />
      <CommandPalette />
      <LinkSheetView />
    </>
  );
}
