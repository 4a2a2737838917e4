import type { Session } from '@viva/client';
import type { Jump } from '../debrief/useJump';
import type { FacultyApi } from './api';
import type { Names } from './cases';
import type { FollowedState } from './followed';
import type { ReadingWith } from './reading';

/** What a panel beside the conversation is given. */
export interface PanelProps {
  readonly api: FacultyApi;
  readonly session: Session;
  readonly names: Names;
  readonly state: FollowedState;
  readonly jump: Jump;
  /** What the panel does with the conversation beside it; nothing any more when undefined. */
  readonly onReading: (reading: ReadingWith | undefined) => void;
  readonly onClose: () => void;
}
