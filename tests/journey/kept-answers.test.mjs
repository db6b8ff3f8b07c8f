// Without script the answers are kept on the server, under a key that only the browser has.
import { after, before, test } from 'node:test';
import { Browser, CALL, Server, assert } from './support.mjs';
import { individual, noConsents, questions } from './people.mjs';

let server;
let browser;
before(async () => {
  server = await Server.start();
  browser = await Browser.start({ script: 'blocked' });
});
after(async () => {
  await browser?.stop();
  await server?.stop();
});

const draftInputs = (person) => person.page.locator('input[name=draft]').count();

test('answers survive a reload, browser Back and a closed tab, and are sent once', async () => {
  const person = await browser.person(server);
  await person.open(`${CALL}/submit`);
  await individual(person, { name: 'Ida Frost' });
  // From the second page on nothing travels with the pages.
  assert.equal(await draftInputs(person), 0);
  assert.equal(server.count('form_drafts'), 1);
  await person.press('Continue');
  await person.seesHeading('More about your evidence');
  await person.page.goBack();
  await person.seesHeading('Your evidence');
  await person.page.reload();
  await person.press('Back');
  assert.equal(await person.valueOf('Your full name'), 'Ida Frost');
  await person.page.close();

  const again = await browser.person(server);
  await again.open(`${CALL}/submit`);
  await again.press('Continue');
  await again.seesHeading('About you');
  assert.equal(await again.valueOf('Your full name'), 'Ida Frost');
  await again.press('Continue');
  await again.press('Continue');
  await again.seesHeading('More about your evidence');
  await again.fill('Evidence or information outside the themes', 'Something else.');
  await questions(again);
  await again.press('Continue');
  await noConsents(again);
  await again.press('Confirm and send');
  await again.seesHeading('Evidence sent');
  assert.equal(server.count('submissions'), 1);
  // Back shows that it was sent, never the form again.
  await again.page.goBack();
  await again.seesHeading('You have already sent your evidence');
  await again.inspect('no-script-already-sent');
  await again.press('Start again with an empty form');
  await again.seesHeading('Who is sending this evidence?');
  assert.equal(server.count('form_drafts'), 0);
  await again.page.close();
});

test('who takes no cookies loses nothing', async () => {
  const refusing = await Browser.start({ script: 'blocked', cookies: false });
  const person = await refusing.person(server);
  await person.open(`${CALL}/submit`);
  await individual(person, { name: 'Noa Lind' });
  assert.equal(await draftInputs(person), 1);
  await person.press('Back');
  assert.equal(await person.valueOf('Your full name'), 'Noa Lind');
  await refusing.stop();
});
