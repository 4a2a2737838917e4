import { describe, expect, it } from 'vitest';
import { stored } from '../testing/rubric';
import { newestSigned, withSigned } from './signed';

describe('an assessment that was signed here', () => {
  const signed = stored({ state: 'signed', etag: 's' });
  const others = stored({ own: false, state: 'signed', rater: 'rat_2', hidden: true });

  it('is signed, although the list was read before', () => {
    const all = withSigned([stored({ etag: 'd' }), others], [signed]);
    expect(all).toEqual([others, signed]);
    expect(newestSigned(all.filter(({ own }) => own))).toBe(signed);
  });

  it('is shown in its newest version, although the list has an earlier one', () => {
    const second = stored({ state: 'signed', version: 2 });
    expect(newestSigned(withSigned([signed], [second]))).toBe(second);
    expect(newestSigned(withSigned([second], [signed, second]))).toBe(second);
  });

  it('is there once when the list has it, too', () => {
    expect(withSigned([signed, others], [signed])).toEqual([others, signed]);
  });

  it('changes nothing of another rubric', () => {
    const draft = stored({ rubricId: 'other' });
    expect(withSigned([draft], [signed])).toEqual([draft, signed]);
    expect(newestSigned([draft])).toBeUndefined();
  });
});
