import { after, before } from 'node:test';
import { newVisitor, startBrowser } from './browser.mjs';
import { startService } from './service.mjs';
import { startEncounter } from './student.mjs';

/** A service and a browser for the tests of one `describe`, there before its own hooks run. */
export function setStage(environment) {
  const stage = {
    /** A student with a device of their own who has just begun an encounter. */
    async enter(options) {
      const visitor = await newVisitor(stage.browser, stage.service.url, options);
      const page = await visitor.context.newPage();
      return { ...stage, visitor, page, sessionId: await startEncounter(page) };
    },
  };
  let chromium;
  before(async () => {
    stage.service = await startService(environment);
    chromium = await startBrowser();
    stage.browser = chromium.browser;
  });
  after(async () => {
    await chromium?.stop();
    await stage.service?.stop();
  });
  return stage;
}
