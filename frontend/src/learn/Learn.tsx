import type { ComponentProps } from 'react';
import { Loaded } from '../ui/Loaded';
import type { LearnPart } from './LearnPart';

const load = async () => (await import('./LearnPart')).LearnPart;

/** What there is to learn, loaded when there is something: who is in an encounter does not wait for it. */
export function Learn(props: ComponentProps<typeof LearnPart>) {
  return <Loaded load={load} {...props} />;
}
