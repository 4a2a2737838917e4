import type { Assessment, Rubric } from '@viva/client';

const criterion = (id: string, scale: 'binary' | 'three', evidenceRequired = true) => ({
  id,
  title: id,
  scale,
  anchors: [],
  evidenceRequired,
});
export const rubric: Rubric = {
  rubricId: 'r',
  version: '1',
  title: 'R',
  source: 'S',
  criteria: [criterion('open', 'binary'), criterion('plan', 'three'), criterion('tone', 'binary', false)],
};
export const stored = (more: Partial<Assessment> = {}): Assessment => ({
  rubricId: 'r',
  rubricVersion: '1',
  version: 1,
  rater: 'rat_1',
  own: true,
  state: 'draft',
  blind: true,
  hidden: false,
  createdAt: new Date(0),
  ...more,
});
