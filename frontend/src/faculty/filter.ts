import type { SessionState } from '@viva/client';
import type { Listing } from './api';
import { plainRow } from '../ui/plainText';

/** As the fields of the page have it; empty admits all. */
export interface Filter {
  readonly state: SessionState | '';
  readonly scenarioId: string;
  readonly group: string;
  readonly participant: string;
  /** Days of this device's calendar, `2026-11-02`; both included. */
  readonly from: string;
  readonly to: string;
}

export const EVERYTHING: Filter = { state: '', scenarioId: '', group: '', participant: '', from: '', to: '' };

/** The filter as the service takes it. */
export function listingOf(filter: Filter): Listing {
  const { state, scenarioId } = filter;
  const group = plainRow(filter.group);
  const participant = plainRow(filter.participant);
  const from = startOfDay(filter.from, 0);
  const before = startOfDay(filter.to, 1);
  return {
    ...(state && { state }),
    ...(scenarioId && { scenarioId }),
    ...(group && { group }),
    ...(participant && { participant }),
    ...(from && { createdFrom: from }),
    ...(before && { createdBefore: before }),
  };
}

/** Midnight of a day, or of one some days later, in UTC as the contract writes it; undefined while no day is chosen. */
function startOfDay(day: string, later: number): string | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!parts) return undefined;
  const [year, month, date] = parts.slice(1).map(Number) as [number, number, number];
  // By the calendar, for a day may have 23 hours.
  const start = new Date(year, month - 1, date + later);
  return start.getFullYear() >= 2000 && start.getFullYear() < 2100 ? start.toISOString() : undefined;
}
