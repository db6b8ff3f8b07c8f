// What is to be seen of a page in the state it is in: what page-rules.mjs finds, the accessibility
// rules, the page on a small screen and at 400 %, in dark and forced colours, and as assistive
// technology is given it.
import { accessibilityTree } from './accessibility-tree.mjs';
import { faintIn } from './contrast.mjs';
import { readPage } from './page-rules.mjs';

// A screen of 1280 by 1024 at 400 % has room for 320 by 256, each drawn as 4 by 4.
async function widthAtFourHundredPercent(page) {
  const session = await page.context().newCDPSession(page);
  const screen = { width: 320, height: 256, deviceScaleFactor: 4, mobile: false };
  await session.send('Emulation.setDeviceMetricsOverride', screen);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  await session.send('Emulation.clearDeviceMetricsOverride');
  await session.detach();
  return width;
}

async function widthOnAPhone(page) {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  await page.setViewportSize(size);
  return width;
}

// In forced colours shadows and backgrounds are gone: what has the focus needs an outline or a
// border, and a control an edge. Runs in the page.
function unseenInForcedColours() {
  const unseen = [];
  const isDrawn = (style, side) =>
    style[`${side}Style`] !== 'none' && parseFloat(style[`${side}Width`]) >= 1;
  const before = document.activeElement;
  for (const element of document.querySelectorAll('a[href], button, input, select, textarea')) {
    if (element.tabIndex < 0 || element.type === 'hidden' || !element.getClientRects().length) {
      continue;
    }
    element.focus({ preventScroll: true });
    const name = element.id || element.name || element.textContent.trim().slice(0, 40);
    const isBox = element.matches('[type=radio], [type=checkbox]');
    const style = isBox
      ? getComputedStyle(element.nextElementSibling, '::before')
      : getComputedStyle(element);
    if (!isDrawn(style, 'outline') && !isDrawn(style, 'borderBottom')) {
      unseen.push(`the focus on ${name}`);
    }
    element.blur();
    if (element.matches('input, select, textarea') && !isDrawn(style, 'borderTop')) {
      unseen.push(`the edge of ${name}`);
    }
  }
  before?.focus({ preventScroll: true });
  return unseen;
}

export async function lookAt(person) {
  const { page } = person;
  const facts = await page.evaluate(readPage);
  const tree = await accessibilityTree(page);
  const violations = await person.violations();
  const widths = [await widthOnAPhone(page), await widthAtFourHundredPercent(page)];
  await page.emulateMedia({ forcedColors: 'active' });
  const unseen = await page.evaluate(unseenInForcedColours);
  await page.emulateMedia({ forcedColors: 'none' });
  const faint = await faintIn(person);
  return { facts, tree, violations, widths, unseen, faint };
}
