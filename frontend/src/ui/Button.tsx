import type { ComponentProps } from 'react';
import { Icon, type IconName } from './icons';

type Props = ComponentProps<'button'> & {
  /** In a dialog: what changes nothing gets the focus. */
  'data-safe'?: boolean;
  look?: 'primary' | 'quiet' | 'plain';
  icon?: IconName;
};

export function Button({ look = 'plain', icon, className = '', children, type = 'button', ...rest }: Props) {
  return (
    <button type={type} className={`button ${look} ${className}`.trim()} {...rest}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}
