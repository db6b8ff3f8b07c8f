// The journeys of the form where the way to it is bad: WebAssembly is refused, the network is slow,
// the script comes late.
import { after, before, test } from 'node:test';
import { Between } from './between.mjs';
import { named } from './controls.mjs';
import { EVERY_KIND, answerRightly, answersAll, toTheQuestions } from './every-kind.mjs';
import { Browser, CALL, CONFERENCE, Server, assert } from './support.mjs';
import { completes, individual, noConsents, questions, shortSubmission } from './people.mjs';
import { booking, otherParents, submission } from './tour.mjs';

let server;
before(async () => {
  server = await Server.start(otherParents());
});
after(() => server?.stop());

const justGo = async () => {};

// Work for a person whose browser reaches the server through `between`.
async function through(options, script, work) {
  const between = await Between.start(server, options);
  const browser = await Browser.start({ worker: false });
  try {
    const person = await browser.person(between);
    person.script = script;
    person.expectsTrouble = true;
    await work(person, between);
  } finally {
    await browser.stop();
    await between.stop();
  }
}

const CSP = 'content-security-policy';
const refuseWasm = (headers) => {
  if (headers[CSP]) headers[CSP] = headers[CSP].replace(" 'wasm-unsafe-eval'", '');
};
const isPlain = async (person) =>
  assert.equal(await person.page.locator('#muster-form[data-ready]').count(), 0);

test('evidence is sent where WebAssembly is refused', () =>
  through({ headers: refuseWasm }, 'refused', async (person) => {
    const sent = server.count('submissions');
    let failure = '';
    person.page.on('pageerror', (error) => (failure = String(error)));
    await submission(person, () => isPlain(person));
    assert.match(failure, /WebAssembly/);
    assert.equal(server.count('submissions'), sent + 1);
  }));

// From the first page of the call that asks everything to its receipt.
async function everyQuestion(person) {
  const sent = server.count('submissions');
  await toTheQuestions(person);
  await answersAll(person);
  assert.equal(server.count('submissions'), sent + 1);
}

test('every kind of question is answered where WebAssembly is refused', () =>
  through({ headers: refuseWasm }, 'refused', async (person) => {
    await person.open(`${EVERY_KIND}/submit`);
    await everyQuestion(person);
    await isPlain(person);
  }));

test('a place is booked where WebAssembly is refused', () =>
  through({ headers: refuseWasm }, 'refused', async (person) => {
    await person.open(`${CONFERENCE}/book`);
    await person.press('Continue');
    await person.sees('There is a problem');
    await isPlain(person);
    await bookAPlace(person);
  }));

async function bookAPlace(person) {
  await person.fill('Your full name', 'Flo Gray');
  await person.fill('Your email address', 'flo@example.org');
  await person.press('Continue');
  await person.seesHeading('What you need on the day');
  await person.press('Continue');
  await person.seesHeading('Check your answers before booking your place');
  await person.press('Confirm and book');
  await person.seesReceipt('Place booked');
  await person.sees('Flo Gray');
}

// As a bad mobile connection: 400 ms there and back, 50 kB a second down, 25 up.
async function slowly(work) {
  const browser = await Browser.start({ worker: false });
  try {
    const person = await browser.person(server);
    browser.context.setDefaultTimeout(30_000);
    const session = await browser.context.newCDPSession(person.page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 400,
      downloadThroughput: 50_000,
      uploadThroughput: 25_000,
    });
    await work(person);
  } finally {
    await browser.stop();
  }
}

test('evidence is sent over a slow network', () =>
  slowly(async (person) => {
    const sent = server.count('submissions');
    await submission(person, justGo);
    assert.equal(server.count('submissions'), sent + 1);
  }));

test('every kind of question is answered over a slow network', () =>
  slowly(async (person) => {
    await person.open(`${EVERY_KIND}/submit`);
    await everyQuestion(person);
  }));

test('a place is booked over a slow network, and the full conference says so', () =>
  slowly(async (person) => booking(person, justGo)));

test('answers are back after a reload and sent once over a slow network', () =>
  slowly(async (person) => {
    const sent = server.count('submissions');
    await person.open(`${CALL}/submit`);
    await shortSubmission(person, 'Written slowly.');
    await person.waitUntilSaved();
    await person.reload();
    await person.sees('Written slowly.');
    await person.page.getByRole('button', { name: 'Confirm and send' }).dblclick();
    await person.seesReceipt('Evidence sent');
    assert.equal(server.count('submissions'), sent + 1);
  }));

const LATE = { holds: /^\/assets\/.*\.js$/ };
// The page is there, its script is not.
async function openEarly(person, path, heading) {
  await person.page.goto(person.server.address + path, { waitUntil: 'commit' });
  await person.seesHeading(heading);
}
async function scriptComes(person, between) {
  between.letGo();
  person.script = true;
  await person.ready();
}

test('what was chosen and typed before the script came is kept and sent', () =>
  through(LATE, 'late', async (person, between) => {
    await openEarly(person, `${CALL}/submit`, 'Who is sending this evidence?');
    await person.tick('An organisation');
    await scriptComes(person, between);
    assert.ok(await person.page.getByLabel('An organisation', { exact: true }).isChecked());
    await person.press('Continue');
    await person.seesHeading('About you');
    await person.press('Back');
    await individual(person);
    await person.press('Continue');
    await person.seesHeading('More about your evidence');
    await person.fill('Evidence or information outside the themes', 'Typed later.');
    await questions(person);
    await person.press('Continue');
    await noConsents(person);
    await person.press('Confirm and send');
    await person.seesReceipt('Evidence sent');
    await person.sees('Typed later.');
  }));

test('answers to every kind of question that were typed before the script came are kept', () =>
  through(LATE, 'late', async (person, between) => {
    await openEarly(person, `${EVERY_KIND}/submit`, 'Who is sending this evidence?');
    await toTheQuestions(person);
    await answerRightly(person);
    await scriptComes(person, between);
    assert.equal(await named(person, 'answers[began].day').inputValue(), '1');
    assert.equal(await named(person, 'answers[nation]').inputValue(), 'wales');
    assert.ok(await named(person, 'answers[barriers]').first().isChecked());
    await answersAll(person);
  }));

test('a booking typed before the script came is kept and sent', () =>
  through(LATE, 'late', async (person, between) => {
    await openEarly(person, `${CONFERENCE}/book`, 'About you');
    await person.fill('Your full name', 'Gil Hart');
    await person.fill('Your email address', 'gil@example.org');
    await scriptComes(person, between);
    assert.equal(await person.valueOf('Your full name'), 'Gil Hart');
    assert.equal(await person.valueOf('Your email address'), 'gil@example.org');
    await person.press('Continue');
    await person.seesHeading('What you need on the day');
    await person.press('Continue');
    await person.press('Confirm and book');
    await person.seesReceipt('Place booked');
    await person.sees('Gil Hart');
  }));

test('a page that was sent before the script came is not lost when it comes on the next', () =>
  through(LATE, 'late', async (person, between) => {
    await openEarly(person, `${CALL}/submit`, 'Who is sending this evidence?');
    await person.tick('Me, as an individual');
    await person.page.getByRole('button', { name: 'Continue' }).click({ noWaitAfter: true });
    await person.seesHeading('About you');
    await person.fill('Your full name', 'Hal Ives');
    await scriptComes(person, between);
    assert.equal(await person.valueOf('Your full name'), 'Hal Ives');
    await person.fill('Your email address', 'hal@example.org');
    await person.press('Continue');
    await person.seesHeading('Your evidence');
    await completes(person);
    await person.press('Continue');
    await person.fill('Evidence or information outside the themes', 'By both ways.');
    await questions(person);
    await person.press('Continue');
    await noConsents(person);
    await person.sees('Me, as an individual');
    await person.press('Confirm and send');
    await person.seesReceipt('Evidence sent');
    await person.sees('Hal Ives');
  }));

test('what was posted before the script came goes from the server once the device has it', () =>
  through(LATE, 'late', async (person, between) => {
    const path = `${CALL}/submit`;
    await openEarly(person, path, 'Who is sending this evidence?');
    await person.tick('Me, as an individual');
    await person.page.getByRole('button', { name: 'Continue' }).click({ noWaitAfter: true });
    await person.seesHeading('About you');
    const deleted = person.page.waitForResponse(
      (reply) => reply.request().postData()?.includes('action=new') ?? false,
    );
    await scriptComes(person, between);
    assert.equal((await deleted).status(), 303);
    await person.fill('Your full name', 'Ivy Jones');
    await person.waitUntilSaved();
    await person.reload();
    assert.equal(await person.valueOf('Your full name'), 'Ivy Jones');
    await person.seesNot('There are other answers to this form');
    await person.press('Delete these answers from this device');
    await person.press('Delete my answers');
    await person.seesHeading('Your answers are deleted');
    await person.open(path);
    await person.seesHeading('Who is sending this evidence?');
    assert.equal(await person.page.locator('main input:checked').count(), 0);
    await shortSubmission(person);
    await person.press('Confirm and send');
    await person.seesReceipt('Evidence sent');
  }));

test('what is pressed while the core is still on its way is done when it arrives', () =>
  through({ holds: /\.wasm$/ }, 'late', async (person, between) => {
    await openEarly(person, `${CALL}/submit`, 'Who is sending this evidence?');
    await person.page.waitForFunction(() => document.querySelector('#muster-form > div'));
    await person.tick('Me, as an individual');
    await person.press('Continue');
    await person.seesHeading('Who is sending this evidence?');
    await scriptComes(person, between);
    await person.seesHeading('About you');
    await person.sees('Your job or profession');
  }));

test('what was sent has its reference on the page though the receipt is out of reach', () =>
  through({}, true, async (person, between) => {
    await person.open(`${CALL}/submit`);
    await shortSubmission(person);
    between.refuses = /\/submissions\//;
    const asked = person.page.waitForResponse((reply) => reply.status() === 503);
    await person.press('Confirm and send');
    await asked;
    await person.seesHeading('Evidence sent');
    await person.sees(/Your reference number is [A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}/);
    between.refuses = /^$/;
    await person.follow('See what you sent');
    await person.seesReceipt('Evidence sent');
    await person.sees('What happens next');
  }));
