// The whole journey by keyboard: nothing is reached by a pointer.
import { after, before, test } from 'node:test';
import { arrives } from './controls.mjs';
import { Browser, CALL, CONFERENCE, Server, assert } from './support.mjs';

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

// Tabs forward to the element; the focus is seen on each on the way.
async function tabTo(person, selector) {
  for (let presses = 0; presses < 60; ++presses) {
    await person.page.keyboard.press('Tab');
    const state = await person.page.evaluate((wanted) => {
      const active = document.activeElement;
      const box = active.getBoundingClientRect();
      return { isThere: active.matches(wanted), isSeen: box.width > 0 && box.height > 0 };
    }, selector);
    assert.ok(state.isSeen, 'the focus is on something that can be seen');
    if (state.isThere) return;
  }
  assert.fail(`${selector} is not reached by Tab`);
}

async function typeAt(person, name, text) {
  await tabTo(person, `[name="${name}"]`);
  await person.page.keyboard.type(text);
}

test('evidence is sent by keyboard alone', async () => {
  const person = await browser.person(server);
  const { keyboard } = person.page;
  await person.open(CALL);
  await keyboard.press('Tab');
  await person.hasFocusOn('.nhsuk-skip-link');
  await keyboard.press('Enter');
  await tabTo(person, 'a.nhsuk-button');
  await keyboard.press('Enter');
  await person.seesHeading('Who is sending this evidence?');
  await person.ready();

  await tabTo(person, 'input[type=radio]');
  await keyboard.press('Space');
  await keyboard.press('Enter');
  await person.seesHeading('About you');

  // Enter in a text goes on, as the button does; the summary's link leads to the answer.
  await typeAt(person, 'submitter.full_name', 'Kay Lund');
  await keyboard.press('Enter');
  await person.hasFocusOn('.nhsuk-error-summary');
  await tabTo(person, '.nhsuk-error-summary a');
  await keyboard.press('Enter');
  await person.hasFocusOn('[name="submitter.email"]');
  await keyboard.type('kay@example.org');
  await keyboard.press('Enter');
  await person.seesHeading('Your evidence');
  await person.hasFocusOn('h1');

  await tabTo(person, 'main button[value=continue]');
  await keyboard.press('Enter');
  await person.hasFocusOn('.nhsuk-error-summary');
  await tabTo(person, '.nhsuk-error-summary a');
  await keyboard.press('Enter');
  await person.hasFocusOn('[name=section_complete]');
  await keyboard.press('Space');
  await tabTo(person, 'main button[value=continue]');
  await keyboard.press('Enter');
  await person.seesHeading('More about your evidence');
  await typeAt(person, 'information_outside_themes', 'Written by keyboard.');
  await tabTo(person, '[name="answers[evaluated]"]');
  await keyboard.press('Space');
  await tabTo(person, 'main button[value=continue]');
  await keyboard.press('Space');
  await person.seesHeading('What we may ask you for');
  await tabTo(person, 'input[type=checkbox]');
  await keyboard.press('Space');
  await tabTo(person, 'main button[value=continue]');
  await keyboard.press('Enter');
  await person.seesHeading('Check your answers before sending your evidence');
  await tabTo(person, 'main button[value=send]');
  await keyboard.press('Enter');
  await person.seesReceipt('Evidence sent');
  assert.equal(server.count('submissions'), 1);
});

const press = async (person, selector, key) => {
  await tabTo(person, selector);
  await person.page.keyboard.press(key);
};

test('an answer is changed, an example added and removed, by keyboard alone', async () => {
  const person = await browser.person(server);
  const { keyboard } = person.page;
  await person.open(`${CALL}/submit`);
  await press(person, 'input[type=radio]', 'Space');
  // The arrow leads to the other choice, and chooses it.
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await typeAt(person, 'submitter.full_name', 'Kim Moss');
  await typeAt(person, 'submitter.email', 'kim@example.org');
  await typeAt(person, 'submitter.organisation_name', 'North Trust');
  await typeAt(person, 'submitter.organisation_role', 'Head of therapies');
  await keyboard.press('Enter');
  await person.seesHeading('Your evidence');
  await typeAt(person, 'evidence[0].title', 'First');
  await press(person, 'button[id="evidence-add"]', 'Space');
  await person.hasFocusOn('[name^="evidence[1]"]');
  await press(person, 'button[value="remove:evidence[1]"]', 'Enter');
  await person.page.locator('[name="evidence[1].title"]').waitFor({ state: 'detached' });
  // The focus is somewhere that can be seen, and the way on from there.
  await person.page.waitForFunction(() => document.activeElement !== document.body);
  await person.page.locator('[name="evidence[0].title"]').focus();
  await keyboard.press('Control+A');
  await keyboard.press('Delete');
  await press(person, '[name=section_complete]', 'Space');
  await press(person, 'main button[value=continue]', 'Enter');
  await typeAt(person, 'information_outside_themes', 'By keyboard.');
  await press(person, '[name="answers[evaluated]"]', 'Space');
  await press(person, 'main button[value=continue]', 'Enter');
  await press(person, 'main button[value=continue]', 'Enter');
  await person.seesHeading('Check your answers before sending your evidence');
  await press(person, 'button[value$="submitter.full_name"]', 'Enter');
  await person.hasFocusOn('[name="submitter.full_name"]');
  await keyboard.type(' Moss');
  await keyboard.press('Enter');
  await person.seesHeading('Check your answers before sending your evidence');
  await press(person, 'main button[value=send]', 'Enter');
  await person.seesReceipt('Evidence sent');
  await person.page.close();
});

test('a place is booked by keyboard alone where no script runs', async () => {
  const plain = await Browser.start({ script: 'blocked' });
  const person = await plain.person(server);
  person.expectsTrouble = true;
  await person.open(`${CONFERENCE}/book`);
  await press(person, 'main button[value=continue]', 'Enter');
  await person.sees('There is a problem');
  await press(person, '.nhsuk-error-summary a', 'Enter');
  await typeAt(person, 'full_name', 'Lee Nunn');
  await typeAt(person, 'email', 'lee@example.org');
  await person.page.keyboard.press('Enter');
  await person.seesHeading('What you need on the day');
  await press(person, 'main button[value=continue]', 'Enter');
  await person.seesHeading('Check your answers before booking your place');
  await press(person, 'main button[value=send]', 'Enter');
  await person.seesReceipt('Place booked');
  await plain.stop();
});

for (const script of [true, 'blocked']) {
  test(`sections are gone through by keyboard alone (script: ${script})`, async () => {
    const own = await Browser.start({ script });
    const person = await own.person(server);
    await person.open(`${CALL}/submit`);
    await press(person, 'main button[value=sections]', 'Enter');
    await arrives(person, 'sections');
    if (script === true) await person.hasFocusOn('h1');
    await press(person, 'main button[value="task:evidence"]', 'Enter');
    await arrives(person, 'evidence');
    await typeAt(person, 'evidence[0].title', 'Half an example');
    // From "completed" to "later".
    await press(person, '[name=section_complete]', 'ArrowDown');
    await press(person, 'main button[value=continue]', 'Enter');
    await arrives(person, 'sections');
    await person.sees('Incomplete');
    await press(person, 'main button[value="task:outside-themes"]', 'Space');
    await arrives(person, 'outside-themes');
    await own.stop();
  });
}
