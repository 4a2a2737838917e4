import { useLayoutEffect, useRef, type ReactNode } from 'react';

interface Props {
  title: string;
  /** Something is being done that closing would not stop: whoever asked for it waits to see whether it was done. */
  busy?: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** The browser's own modal: focus, Escape and the rest of the page are its business. */
export function Dialog({ title, busy = false, onClose, children }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    // What cannot be undone is not one key away.
    dialog?.querySelector<HTMLElement>('[data-safe]')?.focus();
    return () => dialog?.close();
  }, []);
  const pressed = useRef<Element>(null);
  useLayoutEffect(() => {
    if (busy) {
      pressed.current = document.activeElement;
    } else if (document.activeElement === document.body) {
      // The button that was pressed has lost the focus while it was disabled.
      const safe = ref.current?.querySelector<HTMLElement>('[data-safe]');
      if (safe) safe.focus();
      else if (pressed.current instanceof HTMLElement) pressed.current.focus();
    }
  }, [busy]);
  const close = () => {
    if (!busy) return onClose();
    // A second Escape closes it in spite of `cancel`.
    if (ref.current?.isConnected) ref.current.showModal();
  };
  return (
    <dialog
      ref={ref}
      className="dialog"
      aria-labelledby="dialog-title"
      onCancel={(event) => busy && event.preventDefault()}
      onClose={close}
    >
      <h2 id="dialog-title">{title}</h2>
      {children}
    </dialog>
  );
}
