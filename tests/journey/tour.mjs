// Every state of every page, one after another: `look(name)` is called while the person sees it.
// The same ways with script and without, but for what only a script does.
import { CALL, CONFERENCE, sampleOf } from './support.mjs';
import { THEMES, example, individual, questions } from './people.mjs';

const renamed = (kind, name) =>
  sampleOf(kind)
    .replace(/^name: "(\w+)\/[^"]*"/m, `name: "$1/${name}"`)
    .replace(/^title: "[^"]*"/m, `title: "A ${kind} that is ${name.replace('-', ' ')}"`);

const moved = (text, field, days) =>
  text.replace(
    new RegExp(`${field} \\{ seconds: (\\d+) \\}`),
    (_, seconds) => `${field} { seconds: ${Number(seconds) + days * 24 * 3600} }`,
  );

// What the server holds beside the samples, for the pages that stand instead of a form.
export function otherParents() {
  const over = renamed('call', 'over');
  const opened = Number(over.match(/open_time \{ seconds: (\d+) \}/)[1]);
  const closed = `close_time { seconds: ${opened + 1} }`;
  return [
    ['call', moved(renamed('call', 'to-come'), 'open_time', 60)],
    ['call', over.replace(/close_time \{ seconds: \d+ \}/, closed)],
    ['conference', moved(renamed('conference', 'to-come'), 'booking_open_time', 60)],
    ['conference', renamed('conference', 'full').replace(/^place_count: .*$/m, 'place_count: 1')],
  ];
}

const PUBLIC = {
  calls: '/',
  call: CALL,
  conference: CONFERENCE,
  accessibility: '/accessibility',
  cookies: '/cookies',
  privacy: '/privacy',
  'not-found': '/nothing-here',
  'call-over': '/calls/over',
  'instead-call-over': '/calls/over/submit',
  'instead-call-to-come': '/calls/to-come/submit',
  'instead-booking-to-come': '/conferences/to-come/book',
};

export async function publicPages(person, look) {
  person.expectsTrouble = true;
  for (const [name, path] of Object.entries(PUBLIC)) {
    await person.open(path);
    await look(name);
  }
}

const fails = (person) => person.sees('There is a problem');

async function aboutYou(person, look) {
  await look('type');
  await person.press('Continue');
  await fails(person);
  await look('type-error');
  await person.tick('An organisation');
  await person.press('Continue');
  await person.seesHeading('About you');
  await look('organisation');
  await person.press('Continue');
  await fails(person);
  await look('organisation-error');
  await person.press('Back');
  await person.seesHeading('Who is sending this evidence?');
  await person.tick('Me, as an individual');
  await person.press('Continue');
  await person.seesHeading('About you');
  await look('individual');
  await person.fill('Your email address', 'ann.bell');
  await person.press('Continue');
  await fails(person);
  await look('individual-error');
  await person.press('Back');
  await individual(person);
}

async function evidence(person, look) {
  await look('evidence');
  await person.page.locator('[name="evidence[0].title"]').fill('Only a title');
  await person.press('Continue');
  await fails(person);
  await look('evidence-error');
  await example(person, 0, THEMES.slice(0, 2), 'Two roles in one team');
  await person.press('Add another example');
  await person.page.locator('[name="evidence[1].title"]').waitFor();
  await look('evidence-two');
  await person.press('Continue');
}

export async function submission(person, look) {
  person.expectsTrouble = person.script !== true;
  await person.open(`${CALL}/submit`);
  await aboutYou(person, look);
  await evidence(person, look);
  await person.seesHeading('More about your evidence');
  await look('outside-themes');
  await person.press('Continue');
  await fails(person);
  await look('outside-themes-error');
  await questions(person);
  await person.press('Continue');
  await person.seesHeading('What we may ask you for');
  await look('consents');
  await person.press('Continue');
  await person.seesHeading('Check your answers before sending your evidence');
  await look('check');
  await person.page.getByRole('button', { name: 'Change full name' }).click();
  await person.seesHeading('About you');
  await look('change');
  await person.press('Continue');
  await person.seesHeading('Check your answers before sending your evidence');
  await person.press('Confirm and send');
  await person.seesHeading('Evidence sent');
  await look('receipt');
}

export async function booking(person, look) {
  person.expectsTrouble = person.script !== true;
  await person.open('/conferences/full/book');
  await look('booking-about-you');
  await person.press('Continue');
  await fails(person);
  await look('booking-about-you-error');
  await person.fill('Your full name', 'Cy Dale');
  await person.fill('Your email address', 'guest@example.org');
  await person.press('Continue');
  await person.seesHeading('What you need on the day');
  await look('booking-needs');
  await person.press('Continue');
  await person.seesHeading('Check your answers before booking your place');
  await look('booking-check');
  await person.press('Confirm and book');
  await person.seesHeading('Place booked');
  await look('booking-receipt');
  // That was the only place.
  await person.open('/conferences/full/book');
  await look('instead-full');
}

// What only a script shows: how the answers stand on this device, and what goes wrong on the way.
export async function device(person, look) {
  await person.open(`${CALL}/submit`);
  await individual(person);
  await person.press('Continue');
  await person.seesHeading('More about your evidence');
  await questions(person);
  await person.fill('Evidence or information outside the themes', 'Something.');
  await person.waitUntilSaved();
  await look('saved');
  await person.page.goto(`${person.server.address}${CALL}/submit`);
  await person.ready();
  await person.sees('Your answers are back');
  await look('restored');
  await person.page.goto(`${person.server.address}${CALL}/submit?page=consents`);
  await person.ready();
  await person.press('Continue');
  await person.seesHeading('Check your answers before sending your evidence');
  person.expectsTrouble = true;
  await person.page.context().setOffline(true);
  await person.press('Confirm and send');
  await person.sees('We could not send your evidence');
  await look('send-failed');
  await person.page.context().setOffline(false);
  await person.press('Delete these answers from this device');
  await person.seesHeading('Delete your answers from this device?');
  await look('delete-question');
  await person.press('Keep my answers');
  await person.seesHeading('Check your answers before sending your evidence');
  await person.press('Confirm and send');
  await person.seesHeading('Evidence sent');
  await person.page.goBack();
  await person.seesHeading('You have already sent your evidence');
  await look('already-sent');
}
