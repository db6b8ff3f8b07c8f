// The call changes while somebody fills the form in: what is said, and that nothing typed is lost.
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { Browser, CALL, Server, assert, sampleOf } from './support.mjs';
import { individual, shortSubmission } from './people.mjs';

const sample = sampleOf('call');

let server;
let browser;
before(async () => {
  server = await Server.start();
});
after(() => server?.stop());
beforeEach(async () => {
  browser = await Browser.start();
});
afterEach(() => browser?.stop());

// Puts the call as `text` has it into the store, with the server down meanwhile.
async function apply(text) {
  await server.down();
  server.apply('call', text);
  await server.up();
}

test('new wording of a consent is read and chosen again before anything is sent', async () => {
  const person = await browser.person(server);
  await person.open(`${CALL}/submit`);
  await shortSubmission(person);
  await person.page.goBack();
  const oldWords = 'You may ask me to contribute to a session of the conference.';
  const newWords = 'You may ask me to speak at the conference.';
  await person.tick(oldWords);
  await person.press('Continue');
  await apply(sample.replace(oldWords, newWords).replaceAll('version: "', 'version: "new-'));
  await person.press('Confirm and send');
  await person.hasFocusOn('#problem');
  await person.sees('The wording of what you can agree to has changed');
  await person.inspect('wording-changed');
  await person.press('Read the new wording');
  await person.seesHeading('What we may ask you for');
  await person.ready();
  assert.equal(await person.page.getByLabel(newWords, { exact: true }).isChecked(), false);
  await person.inspect('wording-new');
  await person.tick(newWords);
  await person.press('Continue');
  await person.press('Confirm and send');
  await person.seesReceipt('Evidence sent');
  await person.sees(newWords);
  await apply(sample);
});

for (const script of [true, 'blocked']) {
  test(`what changed between two visits is told once (script: ${script})`, async () => {
    const own = await Browser.start({ script });
    const first = await own.person(server);
    await first.open(`${CALL}/submit`);
    await individual(first);
    if (script === true) await first.waitUntilSaved();
    await first.page.close();
    const was = 'Has what you describe been evaluated?';
    const changed = 'Changed question: Has it been evaluated?';
    await apply(sample.replace(was, 'Has it been evaluated?'));

    const second = await own.person(server);
    await second.open(`${CALL}/submit?page=about-you`);
    await second.sees('The form has changed since you began. Your answers are kept.');
    await second.sees(changed);
    assert.equal(await second.valueOf('Your full name'), 'Ann Bell');
    await second.inspect(`questions-changed-${script}`);
    if (script === true) await second.waitUntilSaved();
    await second.press('Continue');
    await second.seesHeading('Your evidence');
    await second.seesNot(changed);
    await second.reload();
    await second.seesHeading('Your evidence');
    await second.seesNot(changed);
    await second.page.close();

    // Who only looked was told as well, where the device can keep that.
    await apply(sample);
    const third = await own.person(server);
    await third.open(`${CALL}/submit?page=about-you`);
    await third.sees(`Changed question: ${was}`);
    if (script === true) {
      await third.waitUntilSaved();
      await third.reload();
      await third.seesHeading('About you');
      await third.seesNot('The form has changed');
    }
    await own.stop();
  });
}

test('where nothing can be stored, the way to the new wording loses no answer', async () => {
  const person = await browser.person(server);
  await person.page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('refused', 'SecurityError');
    };
  });
  await person.open(`${CALL}/submit`);
  await shortSubmission(person, 'Kept by the page alone');
  const oldWords = 'You may ask me to contribute to a session of the conference.';
  const newWords = 'You may ask me to speak at the conference.';
  await apply(sample.replace(oldWords, newWords).replaceAll('version: "', 'version: "new-'));
  await person.press('Confirm and send');
  await person.sees('The wording of what you can agree to has changed');
  await person.press('Read the new wording');
  await person.page.getByLabel(newWords).waitFor();
  await person.ready();
  await person.press('Continue');
  await person.seesHeading('Check your answers');
  await person.sees('Kept by the page alone');
  await person.press('Confirm and send');
  await person.seesReceipt('Evidence sent');
  await person.sees('Kept by the page alone');
  await apply(sample);
});

// The sample with a list to choose from.
const asking = (...nations) =>
  sample
    .replace(/\ntranslations \{[\s\S]*$/, '\n')
    .replace(
      /^conference: .*$/m,
      (line) =>
        'questions { id: "nation" kind: QUESTION_KIND_SELECT label: "In which nation is it?" ' +
        nations.map((name) => `choices { value: "${name}" label: "${name}" }`).join(' ') +
        ` }\n${line}`,
    );

test('a choice that is taken away meanwhile keeps nobody from sending', async () => {
  await apply(asking('England', 'Wales', 'Scotland'));
  const person = await browser.person(server);
  await person.open(`${CALL}/submit`);
  await shortSubmission(person);
  await person.page.goBack();
  await person.page.goBack();
  await person.page.getByLabel('In which nation is it?').selectOption('Wales');
  await person.press('Continue');
  await person.press('Continue');
  await person.seesHeading('Check your answers');
  await person.waitUntilSaved();
  await apply(asking('England', 'Scotland'));
  await person.reload();
  await person.sees('The form has changed since you began. Your answers are kept.');
  await person.press('Confirm and send');
  await person.seesReceipt('Evidence sent');
  await apply(sample);
});

test('a call that closes meanwhile refuses in plain words and keeps every answer', async () => {
  const person = await browser.person(server);
  await person.open(`${CALL}/submit`);
  await shortSubmission(person, 'One minute late');
  const opened = Number(sample.match(/open_time \{ seconds: (\d+) \}/)[1]);
  await apply(
    sample.replace(/close_time \{ seconds: \d+ \}/, `close_time { seconds: ${opened + 1} }`),
  );
  await person.press('Confirm and send');
  await person.hasFocusOn('#problem');
  await person.sees('Nothing was sent.');
  await person.sees('Your answers are saved on this device.');
  await person.sees('One minute late');
  await person.inspect('call-closed');
  await apply(sample);
  await person.press('Confirm and send');
  await person.seesReceipt('Evidence sent');
});
