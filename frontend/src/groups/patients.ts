import type { ModelFidelity } from '@viva/client';

export function modelWords({ model }: Pick<ModelFidelity, 'model'>): string {
  if (model === undefined) return 'Not known';
  return model === 'simulator' ? 'The simulator' : model;
}

/** `4 (1.3 in 100)`: a count, and how many it is in a hundred lines. */
export function perLines(count: number, lines: number): string {
  if (count === 0 || lines === 0) return `${count}`;
  const share = (count * 100) / lines;
  return `${count} (${share < 10 ? share.toFixed(1) : Math.round(share)} in 100)`;
}
