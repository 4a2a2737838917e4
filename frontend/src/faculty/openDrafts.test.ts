import { FakeClock, settle } from '@viva/client/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { OpenDrafts } from './openDrafts';

class FakeDraft {
  unsaved = true;
  saves = 0;
  answer: Promise<void> | undefined;
  refused = false;

  async save() {
    this.saves += 1;
    await this.answer;
    if (!this.refused) this.unsaved = false;
  }
}

describe('what is being written when somebody signs out', () => {
  let clock: FakeClock;
  let drafts: OpenDrafts;
  let draft: FakeDraft;
  let leave: () => void;

  beforeEach(() => {
    clock = new FakeClock();
    drafts = new OpenDrafts(clock);
    draft = new FakeDraft();
    leave = drafts.hold(draft);
  });

  it('is saved first, once', async () => {
    expect(drafts.unsaved).toBe(true);
    expect(await drafts.save()).toBe(true);
    expect(await drafts.save()).toBe(true);
    expect(draft.saves).toBe(1);
    expect(drafts.unsaved).toBe(false);
  });

  it('is said not to be saved when the service does not take it, or does not answer', async () => {
    draft.refused = true;
    expect(await drafts.save()).toBe(false);
    draft.answer = new Promise(() => undefined);
    let saved: boolean | undefined;
    void drafts.save().then((all) => (saved = all));
    await settle();
    expect(saved).toBeUndefined();
    await clock.move(5_000);
    expect(saved).toBe(false);
  });

  it('is no matter any more once its screen is left', async () => {
    leave();
    expect(await drafts.save()).toBe(true);
    expect(draft.saves).toBe(0);
  });
});
