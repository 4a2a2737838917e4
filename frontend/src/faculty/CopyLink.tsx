import { useEffect, useId, useRef, useState } from 'react';
import { Button } from '../ui/Button';

interface Props {
  label: string;
  address: string;
  /** What it leads to, for who hears several of these buttons. */
  about?: string;
  /** It was made just now: it is there to be copied. */
  selected?: boolean;
}

/** An address to give to others. */
export function CopyLink({ label, address, about, selected = false }: Props) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<string>();
  useEffect(() => {
    if (selected) field.current?.select();
  }, [selected]);
  const copy = () => {
    field.current?.select();
    // Refused where the clipboard is forbidden: the address is selected, to be copied by hand.
    navigator.clipboard?.writeText(address).then(
      () => setCopied(address),
      () => setCopied(undefined),
    );
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} ref={field} readOnly value={address} onFocus={(event) => event.target.select()} />
      <Button onClick={copy}>
        <span role="status">{copied === address ? 'Copied' : 'Copy'}</span>
        {about && <span className="visually-hidden"> the link of {about}</span>}
      </Button>
    </div>
  );
}
