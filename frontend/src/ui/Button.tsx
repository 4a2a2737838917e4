import type { ComponentProps, MouseEvent } from 'react';
import { Icon, type IconName } from './icons';

type Props = ComponentProps<'button'> & {
  /** In a dialog: what changes nothing gets the focus. */
  'data-safe'?: boolean;
  look?: 'primary' | 'quiet' | 'plain';
  icon?: IconName;
  /** Takes no press now. Unlike `disabled`, it keeps the focus, so that who has pressed it stays where they are. */
  off?: boolean;
};

export function Button({
  look = 'plain',
  icon,
  className = '',
  children,
  type = 'button',
  off = false,
  ...rest
}: Props) {
  return (
    <button
      type={type}
      className={`button ${look} ${className}`.trim()}
      {...rest}
      {...(off && { 'aria-disabled': true, onClick: refuse })}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** Neither a press nor Enter in a field sends the form. */
function refuse(press: Pick<MouseEvent, 'preventDefault'>): void {
  press.preventDefault();
}
