// The same journeys where no script runs: plain posts, the same pages, the same words.
import { after, before, test } from 'node:test';
import { Browser, CALL, CONFERENCE, Server, assert } from './support.mjs';
import { THEMES, example, individual, noConsents, questions } from './people.mjs';

let server;
let browser;
before(async () => {
  server = await Server.start();
  browser = await Browser.start({ script: false });
});
after(async () => {
  await browser?.stop();
  await server?.stop();
});

test('evidence is sent without script', async () => {
  const person = await browser.person(server);
  await person.open(CALL);
  await person.press('Submit evidence');
  await person.press('Continue');
  await person.sees('There is a problem');
  await individual(person);
  await example(person, 0, [THEMES[1]], 'Without script');
  await person.press('Add another example');
  await example(person, 1, [THEMES[2]], 'A second one');
  await person.press('Continue');
  await person.seesHeading('More about your evidence');
  await questions(person);
  await person.press('Continue');
  await noConsents(person);
  await person.sees('A second one');
  await person.press('Confirm and send');
  await person.seesReceipt('Evidence sent');
  assert.match(person.page.url(), /\/submissions\/[a-z0-9-]+\?key=/);
  assert.equal(server.count('submissions'), 1);
  await person.page.close();
});

test('a place is booked without script', async () => {
  const person = await browser.person(server);
  await person.open(`${CONFERENCE}/book`);
  await person.fill('Your full name', 'Flo Gray');
  await person.fill('Your email address', 'flo@example.org');
  await person.press('Continue');
  await person.press('Continue');
  await person.press('Confirm and book');
  await person.seesReceipt('Place booked');
  assert.equal(server.count('bookings'), 1);
  await person.page.close();
});
