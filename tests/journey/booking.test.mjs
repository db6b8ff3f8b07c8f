// Booking a place: the same engine on another form.
import { after, before, test } from 'node:test';
import { Browser, CONFERENCE, Server, assert, sampleOf } from './support.mjs';

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

async function fillIn(person, name) {
  await person.seesHeading('About you');
  await person.fill('Your full name', name);
  await person.fill('Your email address', 'guest@example.org');
  await person.press('Continue');
  await person.seesHeading('What you need on the day');
  await person.fill('What do you need to be able to take part? (optional)', 'A hearing loop');
  await person.press('Continue');
  await person.seesHeading('Check your answers before booking your place');
}

test('a place is booked', async () => {
  const person = await browser.person(server);
  await person.open(CONFERENCE);
  await person.inspect('conference');
  await person.press('Book a place');
  await person.ready();
  await person.inspect('booking-first');
  await fillIn(person, 'Cy Dale');
  await person.inspect('booking-check');
  await person.press('Confirm and book');
  await person.seesReceipt('Place booked');
  await person.sees('A hearing loop');
  assert.match(person.page.url(), /\/bookings\/[a-z0-9-]+\?key=/);
  await person.inspect('booking-receipt');
  assert.equal(server.count('bookings'), 1);
  await person.page.close();
});

test('a role without its organisation is seen and mended', async () => {
  const person = await browser.person(server);
  await person.open(`${CONFERENCE}/book`);
  await person.fill('Your full name', 'Di Egan');
  await person.fill('Your email address', 'di@example.org');
  await person.fill('Your role in the organisation (optional)', 'Matron');
  await person.press('Continue');
  await person.hasFocusOn('.nhsuk-error-summary');
  await person.sees('Enter the organisation in which you have this role');
  await person.page.close();
});

test('the last place taken meanwhile is said in plain words, and the answers stay', async () => {
  const person = await browser.person(server);
  const full = sampleOf('conference').replace(
    /^place_count: .*$/m,
    `place_count: ${server.count('bookings')}`,
  );
  await person.open(`${CONFERENCE}/book`);
  if (await person.page.getByRole('button', { name: 'Delete these answers' }).isVisible()) {
    await person.press('Delete these answers from this device');
    await person.press('Delete my answers');
    await person.seesHeading('Your answers are deleted');
    await person.open(`${CONFERENCE}/book`);
  }
  await fillIn(person, 'Ed Fox');
  await server.down();
  server.apply('conference', full);
  await server.up();
  await person.press('Confirm and book');
  await person.hasFocusOn('#problem');
  await person.sees('No place was booked for you.');
  await person.inspect('conference-full');
  await person.sees('Ed Fox');
  await person.page.close();
});
