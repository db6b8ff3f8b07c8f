// Everything in Welsh: every page, with script and without, and the way there and back with what
// was typed.
import { after, before, test } from 'node:test';
import { Browser, CALL, CONFERENCE, Server, assert, sampleOf } from './support.mjs';
import { shortSubmission } from './people.mjs';

// Words that stand on English pages only.
const ENGLISH = /\b(the|your|you|and|Continue|Change|characters|Enter|Select)\b/;

// Must be answered until there is an example.
const OUTSIDE = "Tystiolaeth neu wybodaeth y tu allan i'r themâu";

let server;
let browser;
let plain;
before(async () => {
  server = await Server.start();
  browser = await Browser.start();
  plain = await Browser.start({ script: 'blocked' });
});
after(async () => {
  await browser?.stop();
  await plain?.stop();
  await server?.stop();
});

// What a person reads in Welsh: a page whose language is said, without a word of English but those
// that are marked as English.
async function readsWelsh(person, name) {
  await person.inspect(`cy-${name}`);
  const [language, text] = await person.page.evaluate(() => {
    const copy = document.body.cloneNode(true);
    for (const other of copy.querySelectorAll('[lang]:not([lang=cy]), script')) other.remove();
    return [document.documentElement.lang, copy.textContent];
  });
  assert.equal(language, 'cy');
  assert.equal(text.match(ENGLISH)?.[0], undefined, `${name}: English words`);
}

async function fillInWelsh(person, prefix) {
  await person.press('Parhau');
  await person.sees('Mae problem wedi codi');
  assert.match(await person.title(), /^Gwall: /);
  await readsWelsh(person, `${prefix}error`);
  await person.tick('Fi, fel unigolyn');
  await person.press('Parhau');
  await person.seesHeading('Amdanoch chi');
  await readsWelsh(person, `${prefix}about-you`);
  await person.fill('Eich enw llawn', 'Siân Huws');
  await person.fill('Eich cyfeiriad e-bost', 'sian@example.org');
  await person.press('Parhau');
  await person.seesHeading('Eich tystiolaeth');
  await readsWelsh(person, `${prefix}evidence`);
  await person.press('Parhau');
  await person.sees("Dewiswch ydw os ydych wedi cwblhau'r adran hon");
  await readsWelsh(person, `${prefix}evidence-error`);
  await person.tick("Ydw, rwyf wedi cwblhau'r adran hon");
  await person.press('Parhau');
  await person.seesHeading('Rhagor am eich tystiolaeth');
  await person.fill(OUTSIDE, 'Tŷ a gŵyl.');
  await readsWelsh(person, `${prefix}outside-themes`);
}

test('the pages of the site are in Welsh too', async () => {
  const person = await browser.person(server);
  for (const path of ['', CALL, CONFERENCE, '/cookies', '/accessibility', '/privacy']) {
    await person.open(`/cy${path}`);
    await readsWelsh(person, `page${path.replaceAll('/', '-')}`);
  }
  await person.page.close();
});

test('evidence is sent in Welsh', async () => {
  const person = await browser.person(server);
  await person.open(`/cy${CALL}/submit`);
  await fillInWelsh(person, '');
  await person.page.getByRole('group', { name: /werthuso/ }).getByLabel('Ie').check();
  await person.press('Parhau');
  await person.seesHeading('Yr hyn y gallem ofyn i chi amdano');
  await person.tick("Cewch ofyn i mi gyfrannu at sesiwn o'r gynhadledd.");
  await readsWelsh(person, 'consents');
  await person.press('Parhau');
  await person.seesHeading('Gwiriwch eich atebion cyn anfon eich tystiolaeth');
  await readsWelsh(person, 'check');
  await person.press('Cadarnhau ac anfon');
  await person.seesReceipt("Tystiolaeth wedi'i hanfon");
  await person.sees("Cewch ofyn i mi gyfrannu at sesiwn o'r gynhadledd.");
  await readsWelsh(person, 'receipt');
  assert.match(person.page.url(), /\/cy\/calls\/.*\/submissions\/.*\?key=/);
  await person.reload();
  await readsWelsh(person, 'receipt-loaded');
  await person.page.close();
});

test('the switch of languages keeps what was typed, there and back', async () => {
  const person = await browser.person(server);
  await person.open(`${CALL}/submit`);
  await person.tick('An organisation');
  await person.press('Continue');
  await person.seesHeading('About you');
  await person.fill('Name of the organisation', 'Bwrdd Iechyd');
  await person.press('Cymraeg');
  await person.page.waitForURL(/\/cy\//);
  await person.ready();
  await person.seesHeading('Amdanoch chi');
  assert.equal(await person.valueOf("Enw'r sefydliad"), 'Bwrdd Iechyd');
  await person.fill('Eich enw llawn', 'Gwen');
  await person.press('English');
  await person.page.waitForURL((address) => !address.pathname.startsWith('/cy/'));
  await person.ready();
  assert.equal(await person.valueOf('Your full name'), 'Gwen');
  assert.equal(await person.valueOf('Name of the organisation'), 'Bwrdd Iechyd');
  await person.page.close();
});

test('without script the switch of languages keeps what was typed', async () => {
  const person = await plain.person(server);
  await person.open(`/cy${CALL}/submit`);
  person.expectsTrouble = true;
  await fillInWelsh(person, 'plain-');
  await person.press('English');
  await person.seesHeading('More about your evidence');
  assert.equal(
    await person.valueOf('Evidence or information outside the themes'),
    'Tŷ a gŵyl.',
  );
  await person.press('Back');
  await person.press('Back');
  assert.equal(await person.valueOf('Your full name'), 'Siân Huws');
  await person.page.close();
});

test('a call without a translation is shown in English that says so', async () => {
  const other = await Server.start();
  await other.down();
  other.apply('call', sampleOf('call').replace(/\ntranslations \{[\s\S]*$/, '\n'));
  await other.up();
  const person = await browser.person(other);
  await person.open(`/cy${CALL}`);
  await person.inspect('cy-untranslated');
  assert.equal(await person.page.locator('h1').getAttribute('lang'), 'en');
  await person.page.close();
  await other.stop();
});

test('instead of the form of such a call, its contacts say that they are in English', async () => {
  const over = sampleOf('call')
    .replace(/\ntranslations \{[\s\S]*$/, '\n')
    .replace(/close_time \{ seconds: \d+ \}/, (text) => {
      const opened = Number(sampleOf('call').match(/open_time \{ seconds: (\d+) \}/)[1]);
      return text.replace(/\d+/, String(opened + 1));
    });
  const other = await Server.start();
  await other.down();
  other.apply('call', over);
  await other.up();
  const person = await browser.person(other);
  await person.open(`/cy${CALL}/submit`);
  const contact = person.page.locator('main li span').first();
  assert.match(await contact.textContent(), /evidence/);
  assert.equal(await contact.getAttribute('lang'), 'en');
  await person.page.close();
  await other.stop();
});

test('an English receipt is read in Welsh, with the statements as they were shown', async () => {
  // Somebody who has not answered anything before.
  const newcomer = await Browser.start();
  const person = await newcomer.person(server);
  await person.open(`${CALL}/submit`);
  await shortSubmission(person);
  await person.press('Confirm and send');
  await person.seesReceipt('Evidence sent');
  await person.follow('Cymraeg');
  await person.seesReceipt("Tystiolaeth wedi'i hanfon");
  await newcomer.stop();
});
