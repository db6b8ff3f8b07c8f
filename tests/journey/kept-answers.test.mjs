// Without script the answers are kept on the server, under a key that only the browser has.
import { after, before, test } from 'node:test';
import { Browser, CALL, Server, assert } from './support.mjs';
import { completes, individual, noConsents, questions } from './people.mjs';

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
  // Nothing travels with the pages.
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
  await again.seesReceipt('Evidence sent');
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
  // These pages are not posts either.
  await person.page.reload();
  assert.equal(await person.valueOf('Your full name'), 'Noa Lind');
  await refusing.stop();
});

test('browser Back and reload never post again, from the first page to the receipt', async () => {
  const own = await Browser.start({ script: 'blocked' });
  const person = await own.person(server);
  let posts = 0;
  person.page.on('request', (request) => (posts += request.method() === 'POST'));
  // Does something that must not post, on a page that must not ask whether to.
  const without = async (work) => {
    const before = posts;
    await work();
    assert.equal(posts, before);
  };
  await person.open(`${CALL}/submit`);
  await person.press('Continue');
  await person.sees('There is a problem');
  assert.match(await person.title(), /^Error: /);
  await without(() => person.page.reload());
  await person.sees('There is a problem');
  await without(() => person.page.goBack());
  await individual(person, { name: 'Ida Frost' });
  assert.doesNotMatch(person.page.url(), /key=/);
  await without(async () => {
    await person.page.reload();
    await person.seesHeading('Your evidence');
    await person.page.goBack();
    await person.seesHeading('About you');
    await person.page.reload();
    assert.equal(await person.valueOf('Your full name'), 'Ida Frost');
    await person.page.goBack();
    await person.seesHeading('Who is sending this evidence?');
    assert.ok(await person.page.getByLabel('Me, as an individual').isChecked());
    await person.page.goForward();
    await person.page.goForward();
    await person.seesHeading('Your evidence');
  });
  await completes(person);
  await person.press('Continue');
  await questions(person);
  await person.press('Continue');
  await person.sees('There is a problem');
  await without(() => person.page.reload());
  await person.fill('Evidence or information outside the themes', 'Once.');
  await person.press('Continue');
  await noConsents(person);
  await person.press('Change full name');
  await person.fill('Your full name', 'Ida Snow');
  await person.press('Continue');
  await person.seesHeading('Check your answers before sending your evidence');
  await person.sees('Ida Snow');
  await without(() => person.page.reload());
  const sent = server.count('submissions');
  await person.press('Confirm and send');
  await person.seesHeading('Evidence sent');
  await without(async () => {
    await person.page.reload();
    await person.seesHeading('Evidence sent');
    await person.page.goBack();
    await person.seesHeading('You have already sent your evidence');
    await person.page.reload();
    await person.page.goForward();
    await person.seesHeading('Evidence sent');
  });
  assert.equal(server.count('submissions'), sent + 1);
  await own.stop();
});
