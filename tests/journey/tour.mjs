// Every state of every page, one after another: `look(name)` is called while the person sees it.
// The same ways with script and without, but for what only a script does, and in every language:
// things are found by their names, not by words. `language` begins the path: '' or '/cy'.
import { arrives, back, choose, fails, fill, goOn, named, press } from './controls.mjs';
import {
  EVERY_KIND,
  answerRightly,
  answerWrongly,
  everyKind,
  toTheQuestions,
} from './every-kind.mjs';
import { CALL, CONFERENCE, sampleOf } from './support.mjs';

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
    ['call', everyKind()],
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

export async function publicPages(person, look, language = '') {
  person.expectsTrouble = true;
  for (const [name, path] of Object.entries(PUBLIC)) {
    await person.open(language + (language && path === '/' ? '' : path));
    await look(name);
  }
}

async function fillInExample(person, index, themes, title) {
  for (const theme of themes) await choose(person, `evidence[${index}].themes`, theme);
  await fill(person, `evidence[${index}].title`, title);
  await fill(person, `evidence[${index}].setting`, 'A community team');
  await fill(person, `evidence[${index}].what_was_done`, 'Two people joined the team.');
  await fill(person, `evidence[${index}].what_changed`, 'Waiting times fell, by our own records.');
}

async function asIndividual(person) {
  await choose(person, 'submitter.type', 'SUBMITTER_TYPE_INDIVIDUAL');
  await goOn(person, 'about-you', 'submitter.profession');
}

async function whoItIs(person) {
  await fill(person, 'submitter.full_name', 'Ann Bell');
  await fill(person, 'submitter.email', 'ann.bell@example.org');
  await goOn(person, 'evidence');
}

async function aboutYou(person, look) {
  await look('type');
  await press(person, 'continue');
  await fails(person);
  await look('type-error');
  await choose(person, 'submitter.type', 'SUBMITTER_TYPE_ORGANISATION');
  await goOn(person, 'about-you', 'submitter.organisation_name');
  await look('organisation');
  await press(person, 'continue');
  await fails(person);
  await look('organisation-error');
  await back(person);
  await arrives(person, 'about-you-type');
  await asIndividual(person);
  await look('individual');
  await fill(person, 'submitter.email', 'ann.bell');
  await press(person, 'continue');
  await fails(person);
  await look('individual-error');
  await whoItIs(person);
}

async function evidence(person, look) {
  await look('evidence');
  await fill(person, 'evidence[0].title', 'Only a title');
  await press(person, 'continue');
  await fails(person);
  await look('evidence-error');
  const themes = ['sustainable-workforce', 'education'];
  await fillInExample(person, 0, themes, 'Two roles in one team');
  await press(person, 'add:evidence');
  await named(person, 'evidence[1].title').waitFor();
  await look('evidence-two');
}

export async function submission(person, look, language = '') {
  person.expectsTrouble = person.script !== true;
  await person.open(`${language}${CALL}/submit`);
  await aboutYou(person, look);
  await evidence(person, look);
  await goOn(person, 'outside-themes');
  await look('outside-themes');
  await press(person, 'continue');
  await fails(person);
  await look('outside-themes-error');
  await choose(person, 'answers[evaluated]', 'yes');
  await goOn(person, 'consents');
  await look('consents');
  await press(person, 'sections');
  await arrives(person, 'sections');
  await look('sections');
  await goOn(person, 'consents');
  await goOn(person, 'check');
  await look('check');
  await person.page.locator('main button[value$=":submitter.full_name"]').click();
  await arrives(person, 'about-you');
  await look('change');
  await goOn(person, 'check');
  await press(person, 'send');
  await person.page.locator('.nhsuk-panel').waitFor();
  await look('receipt');
}

// A question of every kind.
export async function questions(person, look, language = '') {
  person.expectsTrouble = person.script !== true;
  await person.open(`${language}${EVERY_KIND}/submit`);
  await toTheQuestions(person);
  await look('questions');
  await answerWrongly(person);
  await press(person, 'continue');
  await fails(person);
  await look('questions-error');
  await answerRightly(person);
  await goOn(person, 'outside-themes-study');
  await look('question-alone');
  await press(person, 'continue');
  await fails(person);
  await look('question-alone-error');
  await fill(person, 'answers[study]', 'Waiting fell.');
  await goOn(person, 'consents');
  await goOn(person, 'check');
  await look('questions-check');
}

export async function booking(person, look, language = '') {
  person.expectsTrouble = person.script !== true;
  await person.open(`${language}/conferences/full/book`);
  await look('booking-about-you');
  await press(person, 'continue');
  await fails(person);
  await look('booking-about-you-error');
  await fill(person, 'full_name', 'Cy Dale');
  await fill(person, 'email', 'guest@example.org');
  await goOn(person, 'needs');
  await look('booking-needs');
  await goOn(person, 'check');
  await look('booking-check');
  await press(person, 'send');
  await person.page.locator('.nhsuk-panel').waitFor();
  await look('booking-receipt');
  // That was the only place. Without script a cookie tells who booked it.
  await person.page.context().clearCookies();
  await person.open(`${language}/conferences/full/book`);
  await look('instead-full');
}

// What only a script shows: how the answers stand on this device, and what goes wrong on the way.
export async function device(person, look, language = '') {
  const form = `${language}${CALL}/submit`;
  await person.open(form);
  await asIndividual(person);
  await whoItIs(person);
  await goOn(person, 'outside-themes');
  await choose(person, 'answers[evaluated]', 'yes');
  await fill(person, 'information_outside_themes', 'Something.');
  // The count is said last, when the words are long saved.
  await person.page.locator('#count-status:not(:empty)').waitFor({ state: 'attached' });
  await look('saved');
  await person.page.goto(person.server.address + form);
  await person.ready();
  await person.page.locator('.nhsuk-inset-text').waitFor();
  await look('restored');
  await person.page.goto(`${person.server.address}${form}?page=consents`);
  await person.ready();
  await goOn(person, 'check');
  person.expectsTrouble = true;
  await person.page.context().setOffline(true);
  await press(person, 'send');
  await person.page.locator('#problem').waitFor();
  await look('send-failed');
  await person.page.context().setOffline(false);
  await person.page.locator('.muster-device button').click();
  await person.page.locator('button[value="device:delete"]').waitFor();
  await look('delete-question');
  await person.page.locator('button[value="device:keep"]').click();
  await arrives(person, 'check');
  await press(person, 'send');
  await person.page.locator('.nhsuk-panel').waitFor();
  await person.page.goBack();
  await person.page.locator('main a[href*="/submissions/"]').waitFor();
  await look('already-sent');
}
