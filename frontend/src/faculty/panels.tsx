import type { ComponentType, ReactNode } from 'react';
import { Loaded } from '../ui/Loaded';
import { AsideFrame } from './AsideFrame';
import { ASIDE_TITLES, type AsideKind } from './asides';
import type { PanelProps } from './panel';

/** Loaded when they are opened: who only follows an encounter does not wait for them. */
const PANELS = {
  debrief: async () => (await import('../review/DebriefPanel')).DebriefPanel,
  assess: async () => (await import('../assess/AssessPanel')).AssessPanel,
  notes: async () => (await import('../review/NotesPanel')).NotesPanel,
  audit: async () => (await import('../review/AuditPanel')).AuditPanel,
} satisfies Partial<Record<AsideKind, () => Promise<ComponentType<PanelProps>>>>;

export type PanelKind = keyof typeof PANELS;

export function isPanel(kind: AsideKind): kind is PanelKind {
  return Object.hasOwn(PANELS, kind);
}

export function Panel({ kind, ...props }: PanelProps & { kind: PanelKind }) {
  const frame = (said: ReactNode) => (
    <AsideFrame title={ASIDE_TITLES[kind]} onClose={props.onClose}>
      {said}
    </AsideFrame>
  );
  return <Loaded key={kind} load={PANELS[kind]} frame={frame} {...props} />;
}
