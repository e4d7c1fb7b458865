import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

export interface ModalProps {
  readonly labelledBy: string;
  readonly onClose: () => void;
  /** Ctrl or Cmd with Enter. */
  readonly onApply?: () => void;
  readonly onKey?: (key: string) => void;
  readonly extraClass?: string;
  readonly children: ComponentChildren;
}

/** A modal dialog of the platform: it keeps the focus inside, gives it back, and Esc closes it. */
export function Modal({ labelledBy, onClose, onApply, onKey, extraClass = '', children }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  // At once: letters that are typed right after the key that opens it are meant for it.
  useLayoutEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    element?.querySelector<HTMLElement>('[data-focus-first]')?.focus();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`sheet ${extraClass}`}
      aria-labelledby={labelledBy}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => {
        // A key that closes the sheet must not reach the window, which would take it for its own.
        event.stopPropagation();
        if (event.key === 'Escape') {
          event.preventDefault();
          onClose();
        } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          onApply?.();
        } else if (!event.ctrlKey && !event.metaKey && !event.altKey) onKey?.(event.key);
      }}
    >
      {children}
    </dialog>
  );
}
