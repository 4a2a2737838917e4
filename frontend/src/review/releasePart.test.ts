import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { trouble, type Trouble } from '../api/problems';
import { ReleaseState } from './ReleasePart';

type Release = { releasedAt?: Date; answers?: boolean };

function shown(release: Release | undefined, why?: Trouble): string {
  const read = { settled: true, reading: false, again: () => undefined, trouble: why };
  return renderToStaticMarkup(
    createElement(ReleaseState, { read, release, who: 'Kim Lee', onAsk: () => undefined }),
  );
}

describe('the release of a debrief', () => {
  it('is offered once it is known what was released', () => {
    expect(shown({})).toContain('Nobody has released it to Kim Lee by hand.');
    expect(shown({})).toContain('Release to the student');
    const released = shown({ releasedAt: new Date(0), answers: true });
    expect(released).toContain(', with what the encounter did not bring to light.');
    expect(released).toContain('Release again');
  });

  it('is not offered while that is not known, for it could take answers back', () => {
    expect(shown(undefined)).toContain('One moment…');
    expect(shown(undefined)).not.toContain('<button');
  });

  it('says that it could not be read, and offers to try again', () => {
    const failed = shown(undefined, trouble('network'));
    expect(failed).toContain('Viva could not find out whether it was released to Kim Lee.');
    expect(failed).toContain('Try again');
    expect(failed).not.toContain('Nobody');
    expect(failed).not.toContain('Release to the student');
  });
});
