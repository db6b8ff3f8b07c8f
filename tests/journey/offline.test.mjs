// Nothing typed is lost: without a network, over reloads and killed browsers, between two tabs.
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { Browser, CALL, Server, assert, makeFolder } from './support.mjs';
import { shortSubmission } from './people.mjs';

let server;
let browser;
before(async () => {
  server = await Server.start();
});
after(() => server?.stop());
beforeEach(async () => {
  browser = await Browser.start();
});
afterEach(async () => {
  await browser?.stop();
  if (!server.isUp) await server.up();
});

// One visit, and what it leaves for when there is no network.
async function visit(person) {
  await person.open(`${CALL}/submit`);
  await person.until(async (path) => {
    const registration = await navigator.serviceWorker.getRegistration();
    if (registration?.active?.state !== 'activated') return false;
    return Boolean(await caches.match(location.origin + path));
  }, `${CALL}/submit`);
}

test('after one visit the form works, reloads and outlives a killed browser offline', async () => {
  const profile = makeFolder('profile');
  await browser.stop();
  browser = await Browser.start({ profile });
  let person = await browser.person(server);
  await visit(person);
  await person.page.close();

  person = await browser.person(server);
  person.expectsTrouble = true;
  await browser.context.setOffline(true);
  await server.down();
  await person.open(`${CALL}/submit`);
  await shortSubmission(person, 'Written without a network.');
  await person.waitUntilSaved();
  await person.reload();
  await person.seesHeading('Check your answers before sending your evidence');
  await person.press('Confirm and send');
  await person.hasFocusOn('#problem');
  await person.sees('We could not send your evidence');
  await person.sees('Your answers are saved on this device.');
  assert.match(await person.title(), /^Error: /);
  await person.inspect('send-failed');
  await person.page.getByRole('button', { name: 'Back' }).click();
  await person.page.getByRole('button', { name: 'Back' }).click();
  await person.seesHeading('More about your evidence');
  await person.fill(
    'Evidence or information outside the themes',
    'Written without a network, to the last word.',
  );
  await person.page.waitForTimeout(700);
  await browser.kill();

  browser = await Browser.start({ profile });
  await browser.context.setOffline(true);
  person = await browser.person(server);
  person.expectsTrouble = true;
  await person.open(`${CALL}/submit`);
  await person.sees('Your answers are back');
  await person.seesHeading('More about your evidence');
  assert.equal(
    await person.valueOf('Evidence or information outside the themes'),
    'Written without a network, to the last word.',
  );
  await person.inspect('restored');
  await person.press('Continue');
  await person.press('Continue');
  await person.press('Confirm and send');
  await person.hasFocusOn('#problem');

  await browser.context.setOffline(false);
  await server.up();
  await person.press('Try again');
  await person.seesReceipt('Evidence sent');
  await person.sees('Written without a network, to the last word.');
  assert.equal(server.count('submissions'), 1);
});

test('a reply that is lost makes one submission, not two', async () => {
  const person = await browser.person(server);
  await person.open(`${CALL}/submit`);
  await shortSubmission(person);
  const rows = server.count('submissions');
  person.expectsTrouble = true;
  // The request reaches the server; its reply reaches nobody.
  let isLost = true;
  await browser.context.route('**/muster.v1.SubmissionService/*', async (route) => {
    if (!isLost) return route.continue();
    await route.fetch();
    await route.abort('connectionreset');
  });
  await person.press('Confirm and send');
  await person.hasFocusOn('#problem');
  assert.equal(server.count('submissions'), rows + 1);
  isLost = false;
  await person.press('Try again');
  await person.seesReceipt('Evidence sent');
  assert.equal(server.count('submissions'), rows + 1);
});

test('the last words before a tab is closed are there again', async () => {
  let person = await browser.person(server);
  await person.open(`${CALL}/submit`);
  await shortSubmission(person);
  await person.page.goBack();
  await person.page.goBack();
  const label = 'Evidence or information outside the themes';
  await person.fill(label, 'The very last words');
  const next = await browser.context.newPage();
  await person.page.close({ runBeforeUnload: true });
  await next.waitForTimeout(300);
  await next.close();
  person = await browser.person(server);
  await person.open(`${CALL}/submit?page=outside-themes`);
  assert.equal(await person.valueOf(label), 'The very last words');
});

test('two tabs: neither overwrites the other, and the person chooses', async () => {
  const first = await browser.person(server);
  await first.open(`${CALL}/submit`);
  await shortSubmission(first, 'Words of the beginning');
  await first.waitUntilSaved();
  const second = await browser.person(server);
  await second.page.goto(`${server.address}${CALL}/submit?page=outside-themes`);
  await second.ready();
  const label = 'Evidence or information outside the themes';
  await second.fill(label, 'Words of the second tab');
  await second.waitUntilSaved();
  await first.page.evaluate(() => history.go(-2));
  await first.seesHeading('More about your evidence');
  await first.sees(/changed in another tab|are up to date/);
  await first.inspect('two-tabs');
});

test('answers are deleted from this device when that is asked for', async () => {
  const person = await browser.person(server);
  await person.open(`${CALL}/submit`);
  await shortSubmission(person);
  await person.press('Delete these answers from this device');
  await person.seesHeading('Delete your answers from this device?');
  await person.inspect('delete-question');
  await person.press('Delete my answers');
  await person.seesHeading('Your answers are deleted');
  await person.inspect('deleted');
  await person.open(`${CALL}/submit`);
  await person.seesHeading('Who is sending this evidence?');
  assert.equal(await person.page.locator('input:checked').count(), 0);
});

test('refused storage is said before the first question, and sending still works', async () => {
  const person = await browser.person(server);
  await person.page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('refused', 'SecurityError');
    };
  });
  await person.open(`${CALL}/submit`);
  await person.sees('Your answers cannot be saved on this device');
  await person.inspect('storage-refused');
  await shortSubmission(person);
  await person.press('Confirm and send');
  await person.seesReceipt('Evidence sent');
});

const LABEL = 'Evidence or information outside the themes';
const OUTSIDE = `${CALL}/submit?page=outside-themes`;

// The answer is in a new tab.
async function keeps(answer) {
  const person = await browser.person(server);
  await person.open(OUTSIDE);
  const holds = ([name, wanted]) => document.getElementsByName(name)[0].value === wanted;
  await person.page.waitForFunction(holds, ['information_outside_themes', answer]);
  await person.page.close();
}

// A page whose database opens only when `letDatabaseCome` is called.
async function withLateDatabase() {
  const person = await browser.person(server);
  await person.page.addInitScript(() => {
    const { open } = IDBFactory.prototype;
    const come = new Promise((resolve) => (globalThis.letDatabaseCome = resolve));
    IDBFactory.prototype.open = function (...given) {
      const late = {};
      void come.then(() => {
        const request = open.apply(this, given);
        for (const name of ['upgradeneeded', 'success', 'error', 'blocked']) {
          request.addEventListener(name, (event) => {
            late.result = request.result;
            late[`on${name}`]?.(event);
          });
        }
      });
      return late;
    };
  });
  return person;
}

test('a first visit waits for no database, and keeps what is typed meanwhile', async () => {
  const person = await withLateDatabase();
  await person.open(OUTSIDE);
  await person.fill(LABEL, 'Typed while the database was made');
  await person.page.evaluate(() => globalThis.letDatabaseCome());
  await person.waitUntilSaved();
  await keeps('Typed while the database was made');
});

test('the last words are kept where the page goes before there is a database', async () => {
  const person = await withLateDatabase();
  await person.open(OUTSIDE);
  await person.fill(LABEL, 'The very first words');
  await person.page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
  await keeps('The very first words');
});

// A device may keep a draft though the page has no service worker, and so looks like a first visit.
test('a draft found late comes back, and is not overwritten by what was typed', async () => {
  await browser.stop();
  browser = await Browser.start({ worker: false });
  const first = await browser.person(server);
  await first.open(OUTSIDE);
  await first.fill(LABEL, 'Kept before');
  await first.waitUntilSaved();
  await first.page.close();

  const second = await browser.person(server);
  await second.open(`${CALL}/submit`);
  await second.sees('Your answers are back');
  await second.seesHeading('More about your evidence');
  assert.equal(await second.valueOf(LABEL), 'Kept before');
  await second.page.close();

  const third = await withLateDatabase();
  await third.open(OUTSIDE);
  await third.fill(LABEL, 'Typed at once');
  await third.page.evaluate(() => globalThis.letDatabaseCome());
  await third.sees('These answers were changed in another tab or window.');
  assert.equal(await third.valueOf(LABEL), 'Typed at once');
  await third.press('Keep the answers on this page');
  await third.waitUntilSaved();
  await keeps('Typed at once');
});

test('what is typed on a page that Back brought is kept, before there is a core too', async () => {
  await browser.stop();
  browser = await Browser.start({ worker: false });
  const person = await browser.person(server);
  await person.open(OUTSIDE);
  await person.fill(LABEL, 'Typed at first');
  await person.waitUntilSaved();
  await person.page.goto(`${server.address}${CALL}`);
  let letCoreCome;
  const come = new Promise((resolve) => (letCoreCome = resolve));
  await browser.context.route('**/core-*.wasm', (route) => come.then(() => route.continue()));
  await person.page.goBack({ waitUntil: 'commit' });
  // The script is there.
  await person.page.waitForFunction(() => document.querySelector('#muster-form > div'));
  await person.fill(LABEL, 'Typed on coming back');
  letCoreCome();
  await person.ready();
  await person.waitUntilSaved();
  assert.equal(await person.valueOf(LABEL), 'Typed on coming back');
  await browser.context.unroute('**/core-*.wasm');
  await keeps('Typed on coming back');
});

test('what was typed before the script was ready is kept', async () => {
  const person = await browser.person(server);
  await browser.context.route('**/core-*.wasm', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await route.continue();
  });
  await person.page.goto(`${server.address}${CALL}/submit?page=outside-themes`);
  const box = person.page.locator('[name="information_outside_themes"]');
  await box.fill('Typed early');
  await person.ready();
  assert.equal(await box.inputValue(), 'Typed early');
  await person.waitUntilSaved();
  await browser.context.unroute('**/core-*.wasm');
  await person.reload();
  assert.equal(await box.inputValue(), 'Typed early');
});
