import { systemClock } from '@viva/client';
import { useEffect, useState } from 'react';
import type { DeviceSession } from '../device/sessions';
import type { Services } from '../services';
import { readBegun } from './readBegun';

interface BegunHere {
  readonly inTime: readonly DeviceSession[];
  /** Found when what stands below the others was shown already. */
  readonly late: readonly DeviceSession[];
}

/** The attempts at an exam that this device knows; undefined while that is read. */
export function useBegun({ sessions }: Services, examId: string): BegunHere | undefined {
  const [begun, setBegun] = useState<BegunHere>();
  useEffect(() => {
    let here = true;
    const add = (found: readonly DeviceSession[]) => here && setBegun({ inTime: [], late: found });
    void readBegun(sessions, examId, systemClock, add).then(
      (inTime) => here && setBegun({ inTime, late: [] }),
    );
    return () => {
      here = false;
    };
  }, [sessions, examId]);
  return begun;
}
