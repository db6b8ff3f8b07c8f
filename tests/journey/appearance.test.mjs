// The site of a body: its name and logo, its fixed pages; colours of the reader's own; paper.
import { after, before, test } from 'node:test';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Browser, CALL, CONFERENCE, Server, assert, makeFolder, screenshots } from './support.mjs';
import { shortSubmission } from './people.mjs';

const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40" width="100" height="40">' +
  '<rect width="100" height="40" fill="#fff"/>' +
  '<circle cx="20" cy="20" r="14" fill="#005eb8"/></svg>';

let server;
let browser;
before(async () => {
  const logo = join(makeFolder('logo'), 'logo.svg');
  writeFileSync(logo, LOGO);
  server = await Server.start([], ['--site-name', 'North & West Trust', '--logo', logo]);
  browser = await Browser.start();
});
after(async () => {
  await browser?.stop();
  await server?.stop();
});

test('the name and the logo of the body are on every page', async () => {
  const person = await browser.person(server);
  for (const path of ['/', CALL, `${CALL}/submit`, '/cookies', '/cy/cookies']) {
    await person.open(path);
    await person.page.getByRole('banner').getByText('North & West Trust').waitFor();
    assert.match(await person.title(), /– North & West Trust$/);
    const width = await person.page
      .locator('header img')
      .evaluate((image) => image.decode().then(() => image.naturalWidth));
    assert.equal(width, 100);
  }
  await person.inspect('named-site');
  await person.page.close();
});

test('help is in the same place of every page', async () => {
  const person = await browser.person(server);
  for (const path of ['/', CALL, `${CALL}/submit`, '/cookies']) {
    await person.open(path);
    const first = person.page.getByRole('contentinfo').getByRole('link').first();
    assert.equal(await first.textContent(), 'Help and contact');
    const target = new URL(await first.getAttribute('href'), person.page.url());
    const page = await (await fetch(target)).text();
    assert.ok(page.includes(`id="${target.hash.slice(1)}"`), `${target} leads nowhere`);
  }
  await person.page.close();
});

test('everything that the site stores is on the cookies page', async () => {
  const person = await browser.person(server);
  await person.open(`${CONFERENCE}/book`);
  await person.fill('Your full name', 'Ann Bell');
  await person.waitUntilSaved();
  await person.page.evaluate(() => navigator.serviceWorker.ready);
  const stored = await person.page.evaluate(async () => [
    ...(await indexedDB.databases()).map(({ name }) => name),
    ...Object.keys(localStorage),
    ...Object.keys(sessionStorage),
    ...(await caches.keys()),
  ]);
  const cookies = (await browser.context.cookies()).map(({ name }) => name);
  assert.deepEqual(cookies, [], 'a cookie with script');
  await person.open('/cookies');
  const words = await person.page.locator('main').textContent();
  assert.ok(stored.length >= 3, stored.join());
  for (const name of stored) {
    const known = ['muster assets', 'muster tail', 'muster sent'].find((start) =>
      name.startsWith(start),
    );
    assert.ok(words.includes(known ?? name), `"${name}" is not on the page`);
  }
  await person.page.close();
});

test('pages are readable in dark and forced colours', async () => {
  const person = await browser.person(server);
  for (const [name, media] of [
    ['dark', { colorScheme: 'dark' }],
    ['forced', { forcedColors: 'active' }],
  ]) {
    await person.page.emulateMedia(media);
    await person.open(CALL);
    await person.inspect(`${name}-call`);
    await person.open(`${CALL}/submit`);
    await person.press('Continue');
    await person.sees('There is a problem');
    await person.inspect(`${name}-error`);
    await person.page.emulateMedia({ colorScheme: null, forcedColors: null });
  }
  await person.page.close();
});

test('a receipt and the answers are printed without what paper can not do', async () => {
  const person = await browser.person(server);
  await person.open(`${CALL}/submit`);
  await shortSubmission(person);
  await person.page.emulateMedia({ media: 'print' });
  await person.page.screenshot({ path: join(screenshots, 'print-check.png'), fullPage: true });
  for (const hidden of ['Confirm and send', 'Cymraeg', 'Change full name']) {
    assert.equal(await person.page.getByRole('button', { name: hidden }).count(), 0, hidden);
  }
  await person.sees('Ann Bell');
  await person.page.emulateMedia({ media: null });
  await person.press('Confirm and send');
  await person.seesReceipt('Evidence sent');
  await person.page.emulateMedia({ media: 'print' });
  await person.page.screenshot({ path: join(screenshots, 'print-receipt.png'), fullPage: true });
  await person.sees('Your reference number');
  assert.equal(await person.page.getByRole('contentinfo').count(), 0);
  // Addresses stand once, and none is added to what can not be pressed on paper.
  const added = await person.page.evaluate(() =>
    [...document.querySelectorAll('main a')]
      .filter((link) => link.checkVisibility())
      .map((link) => getComputedStyle(link, '::after').content)
      .filter((content) => content !== 'none'),
  );
  assert.deepEqual(added, []);
  assert.equal(await person.page.getByText('Keep this receipt as plain text').isVisible(), false);
  await person.page.close();
});
