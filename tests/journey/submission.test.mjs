// Sending evidence, from the call's page to the receipt.
import { after, before, test } from 'node:test';
import { Browser, CALL, Server, assert } from './support.mjs';
import {
  EMAIL,
  THEMES,
  example,
  individual,
  noConsents,
  organisation,
  questions,
  shortSubmission,
} from './people.mjs';

let server;
let browser;
before(async () => {
  server = await Server.start();
  browser = await Browser.start();
});
after(async () => {
  await browser?.stop();
  await server?.stop();
});

async function begin() {
  const person = await browser.person(server);
  await person.open(CALL);
  await person.press('Submit evidence');
  await person.ready();
  return person;
}

// For a child that comes and goes beside the form, browsers style all of it again.
test('a failed check puts messages in, and leaves all else where it is', async () => {
  const person = await begin();
  await person.page.evaluate(() => {
    const form = document.querySelector('#muster-form');
    globalThis.changed = [];
    new MutationObserver((records) => {
      for (const { target, addedNodes, removedNodes } of records) {
        const isBeside = [...target.children].some((child) => child.matches('form'));
        for (const { outerHTML } of [...removedNodes, ...(isBeside ? addedNodes : [])]) {
          changed.push(outerHTML);
        }
      }
    }).observe(form, { subtree: true, childList: true });
  });
  await person.press('Continue');
  await person.hasFocusOn('.nhsuk-error-summary');
  assert.deepEqual(await person.page.evaluate(() => changed), []);
  await person.page.close();
});

test('an individual sends evidence under four themes and outside them', async () => {
  const person = await browser.person(server);
  await person.open('/');
  await person.inspect('calls');
  await person.open(CALL);
  await person.inspect('call');
  await person.press('Submit evidence');
  await person.ready();
  await person.inspect('form-first');
  await person.tick('Me, as an individual');
  await person.press('Continue');
  await person.seesHeading('About you');
  await person.hasFocusOn('h1');
  assert.match(await person.title(), /^About you – .* – Muster$/);
  await person.inspect('form-about-you');
  await person.page.goBack();
  await individual(person);
  await person.inspect('form-evidence');
  await example(person, 0, THEMES.slice(0, 2), 'Two roles in one team');
  await person.press('Add another example');
  await person.hasFocusOn('[name^="evidence[1]"]');
  await example(person, 1, THEMES.slice(2), 'A course of our own');
  await person.inspect('form-evidence-two');
  await person.press('Continue');
  await person.seesHeading('More about your evidence');
  await person.fill(
    'Evidence or information outside the themes (optional)',
    'First line\nSecond line',
  );
  await questions(person);
  await person.inspect('form-outside-themes');
  await person.press('Continue');
  await person.seesHeading('What we may ask you for');
  await person.inspect('form-consents');
  await person.tick('You may ask me to contribute to a session of the conference.');
  await person.press('Continue');
  await person.seesHeading('Check your answers before sending your evidence');
  await person.sees('Two roles in one team');
  await person.sees(EMAIL);
  await person.inspect('form-check');
  await person.press('Confirm and send');
  await person.seesReceipt('Evidence sent');
  await person.sees(/[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}/);
  await person.sees('Waiting times fell from 12 to 7 weeks');
  assert.match(
    person.page.url(),
    /\/calls\/assistant-practitioners\/submissions\/[a-z0-9-]+\?key=/,
  );
  await person.inspect('receipt');
  const shown = await person.page.locator('main').innerText();
  await person.reload();
  await person.seesReceipt('Evidence sent');
  assert.equal(
    await person.page.locator('main').innerText(),
    shown,
    'the server shows the same receipt',
  );
  assert.equal(server.count('submissions'), 1);
  await person.page.close();
});

test('an organisation is asked for its name and the role, and not for a profession', async () => {
  const person = await begin();
  await person.tick('An organisation');
  await person.press('Continue');
  await person.seesHeading('About you');
  await person.seesNot('Your job or profession');
  await person.press('Continue');
  await person.hasFocusOn('.nhsuk-error-summary');
  await person.sees('Enter the name of the organisation');
  await person.page.goBack();
  await organisation(person);
  await example(person, 0, [THEMES[0]], 'Night shifts');
  await person.press('Continue');
  await questions(person);
  await person.press('Continue');
  await noConsents(person);
  await person.sees('North Trust');
  await person.press('Confirm and send');
  await person.seesReceipt('Evidence sent');
  await person.page.close();
});

test('wrong input is seen beside its field and in the summary, and mended', async () => {
  const person = await begin();
  await person.press('Continue');
  await person.hasFocusOn('.nhsuk-error-summary');
  assert.match(await person.title(), /^Error: /);
  await person.inspect('error-first');
  await person.tick('Me, as an individual');
  await person.press('Continue');
  await person.seesHeading('About you');
  await person.fill('Your email address', 'ann.bell');
  await person.press('Continue');
  await person.hasFocusOn('.nhsuk-error-summary');
  await person.sees('Enter your full name');
  await person.inspect('error-about-you');
  assert.equal(await person.valueOf('Your email address'), 'ann.bell');
  await person.follow('Enter an email address in the correct format, like name@example.com');
  await person.hasFocusOn('[name="submitter.email"]');
  await person.fill('Your email address', EMAIL);
  await person.fill('Your full name', 'Ann Bell');
  await person.press('Continue');
  await person.seesHeading('Your evidence');
  assert.doesNotMatch(await person.title(), /^Error: /);
  // Half an example is not passed over.
  await person.page.locator('[name="evidence[0].title"]').fill('Only a title');
  await person.press('Continue');
  await person.sees('Select at least one theme');
  await person.inspect('error-evidence');
  await person.page.close();
});

test('a double click sends once', async () => {
  const person = await begin();
  const rows = server.count('submissions');
  await clear(person);
  await shortSubmission(person);
  const requests = [];
  person.page.on(
    'request',
    (request) => request.method() === 'POST' && requests.push(request.url()),
  );
  await person.page.getByRole('button', { name: 'Confirm and send' }).dblclick();
  await person.seesReceipt('Evidence sent');
  assert.equal(requests.length, 1);
  assert.equal(server.count('submissions'), rows + 1);
  await person.page.close();
});

test('Back and Forward lead through the pages; after sending, Back says so', async () => {
  const person = await begin();
  await clear(person);
  await shortSubmission(person);
  await person.page.goBack();
  await person.seesHeading('What we may ask you for');
  await person.page.goBack();
  await person.seesHeading('More about your evidence');
  assert.equal(
    await person.valueOf('Evidence or information outside the themes'),
    'Something that fits no theme.',
  );
  await person.page.goForward();
  await person.page.goForward();
  await person.seesHeading('Check your answers before sending your evidence');
  await person.press('Back');
  await person.seesHeading('What we may ask you for');
  await person.press('Continue');
  await person.press('Confirm and send');
  await person.seesReceipt('Evidence sent');
  const receipt = person.page.url();
  await person.page.goBack();
  await person.seesHeading('You have already sent your evidence');
  assert.equal(await person.page.getByRole('button', { name: 'Confirm and send' }).count(), 0);
  await person.inspect('already-sent');
  await person.page.goForward();
  await person.seesReceipt('Evidence sent');
  assert.equal(person.page.url(), receipt);
  await person.page.reload();
  await person.page.goBack();
  await person.seesHeading('You have already sent your evidence');
  await person.page.close();
});

test('Change leads to one answer and straight back', async () => {
  const person = await begin();
  await clear(person);
  await shortSubmission(person);
  await person.page.getByRole('button', { name: 'Change full name' }).click();
  await person.hasFocusOn('[name="submitter.full_name"]');
  await person.fill('Your full name', 'Ann Bell-Cole');
  await person.press('Continue');
  await person.seesHeading('Check your answers before sending your evidence');
  await person.sees('Ann Bell-Cole');
  await person.page.close();
});

test('text that looks like markup stays text', async () => {
  const person = await begin();
  await clear(person);
  const hostile =
    `<img src=x onerror="document.title='bad'">'"&</textarea>` +
    `<script>document.title='bad'</script>`;
  await shortSubmission(person, hostile);
  await person.sees(hostile);
  await person.press('Confirm and send');
  await person.seesReceipt('Evidence sent');
  await person.sees(hostile);
  await person.reload();
  await person.sees(hostile);
  assert.doesNotMatch(await person.title(), /bad/);
  await person.page.close();
});

test('the address can be copied', async () => {
  const person = await browser.person(server);
  await browser.context.grantPermissions(['clipboard-read', 'clipboard-write'], {
    origin: server.address,
  });
  await person.open(CALL);
  await person.press('Copy address');
  await person.sees('Address copied');
  assert.equal(
    await person.page.evaluate(() => navigator.clipboard.readText()),
    server.address + CALL,
  );
  await person.page.close();
});

// Begins with no draft on the device.
async function clear(person) {
  const button = person.page.getByRole('button', { name: 'Delete these answers from this device' });
  if (await button.isVisible()) {
    await button.click();
    await person.press('Delete my answers');
    await person.seesHeading('Your answers are deleted');
    await person.open(`${CALL}/submit`);
  }
}
