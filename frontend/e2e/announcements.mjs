import { until } from './until.mjs';

/** Notes what a screen reader would announce on this page: additions to live regions, each with its words. */
export async function noteAnnouncements(page) {
  await page.evaluate(() => {
    window.announced = [];
    const LIVE = '[role=log], [role=status], [role=alert], [aria-live=polite], [aria-live=assertive]';
    const silent = (node) => node.closest('[aria-live=off], [aria-hidden=true], [role=timer]');
    const wordsOf = (node) => {
      if (node.nodeType === Node.TEXT_NODE) return node.data;
      if (node.nodeType !== Node.ELEMENT_NODE || node.ariaHidden === 'true' || node.ariaLive === 'off')
        return '';
      return [...node.childNodes].map(wordsOf).join(' ');
    };
    const announce = (node, element) => {
      const region = element?.closest(LIVE);
      if (!region || silent(element)) return;
      const text = wordsOf(node).replace(/\s+/g, ' ').trim();
      if (text) window.announced.push(text);
    };
    new MutationObserver((records) => {
      for (const record of records) {
        if (record.type === 'childList') {
          for (const node of record.addedNodes)
            announce(node, node.nodeType === Node.ELEMENT_NODE ? node : record.target);
          continue;
        }
        const element = record.target.parentElement;
        // A log announces additions; in a status the change of a text is one.
        if (!element?.closest('[role=log]')) announce(record.target, element);
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}

/** What was announced since the last time this was asked; waits until there are at least `count` of them. */
export async function announcements(page, count = 0) {
  await until(`${count} things are announced`, 5_000, () =>
    page.evaluate((least) => window.announced.length >= least, count),
  );
  return page.evaluate(() => window.announced.splice(0));
}
