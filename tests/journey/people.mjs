// What the people of these journeys answer, page by page. Each function begins on a page and ends
// on the next one.
import { CALL } from './support.mjs';

export const EMAIL = 'ann.bell@example.org';

// Says at the end of the section that it is completed, before or after writing in it.
export const completes = (person) => person.tick('Yes, I have completed this section');

export async function individual(person, { name = 'Ann Bell', email = EMAIL } = {}) {
  await person.seesHeading('Who is sending this evidence?');
  await person.tick('Me, as an individual');
  await person.press('Continue');
  await person.seesHeading('About you');
  await person.fill('Your full name', name);
  await person.fill('Your email address', email);
  await person.fill('Your job or profession (optional)', 'Occupational therapist');
  await person.press('Continue');
  await person.seesHeading('Your evidence');
  await completes(person);
}

export async function organisation(person) {
  await person.seesHeading('Who is sending this evidence?');
  await person.tick('An organisation');
  await person.press('Continue');
  await person.seesHeading('About you');
  await person.fill('Your full name', 'Bea Cole');
  await person.fill('Your email address', 'bea.cole@example.org');
  await person.fill('Name of the organisation', 'North Trust');
  await person.fill('Your role in the organisation', 'Head of therapies');
  await person.press('Continue');
  await person.seesHeading('Your evidence');
  await completes(person);
}

export const THEMES = [
  'Contribution to a sustainable workforce',
  'Introduction and evolution of roles',
  'Education for the role',
  'Progression beyond the role',
];

// Fills in one example; its controls are found by their names, since every example has the same
// labels.
export async function example(person, index, themes, title) {
  const at = (name) => person.page.locator(`[name="evidence[${index}].${name}"]`);
  const group = person.page.locator(`[name="evidence[${index}].themes"]`);
  for (const theme of themes) {
    const id = await person.page
      .locator('label', { hasText: theme })
      .nth(index)
      .getAttribute('for');
    await person.page.locator(`[id="${id}"]`).check();
  }
  if ((await group.count()) === 0) throw new Error('no themes to choose');
  await at('title').fill(title);
  await at('setting').fill('A community team');
  await at('what_was_done').fill('Two assistant practitioners joined the team.');
  await at('what_changed').fill('Waiting times fell from 12 to 7 weeks, by our own records.');
}

export async function questions(person) {
  await person.page
    .getByRole('group', { name: 'Has what you describe been evaluated?' })
    .getByLabel('Yes')
    .check();
}

export async function noConsents(person) {
  await person.seesHeading('What we may ask you for');
  await person.press('Continue');
  await person.seesHeading('Check your answers before sending your evidence');
}

// From the first page to the check page, with something outside the themes.
export async function shortSubmission(person, words = 'Something that fits no theme.') {
  await individual(person);
  await person.press('Continue');
  await person.seesHeading('More about your evidence');
  await person.fill('Evidence or information outside the themes', words);
  await questions(person);
  await person.press('Continue');
  await noConsents(person);
}

// A person at the beginning of the form, with nothing kept on the device.
export async function beginAfresh(browser, server, path = `${CALL}/submit`) {
  const person = await browser.person(server);
  person.expectsTrouble = true;
  // What the server keeps for somebody without script is found by a cookie.
  await browser.context.clearCookies();
  await person.open(path);
  const kept = person.page.getByRole('button', { name: 'Delete these answers from this device' });
  if (await kept.isVisible()) {
    await kept.click();
    await person.press('Delete my answers');
    await person.seesHeading('Your answers are deleted');
    await person.open(path);
  }
  return person;
}
