// The lines of the design's checklist about kinds of question and sections of the form.
import { after, before, test } from 'node:test';
import { accessibilityTree } from './accessibility-tree.mjs';
import { EVERY_KIND, everyKind, toTheQuestions } from './every-kind.mjs';
import { beginAfresh, individual } from './people.mjs';
import { Browser, Server, assert } from './support.mjs';

let server;
let browsers;
before(async () => {
  server = await Server.start([['call', everyKind()]]);
  browsers = [await Browser.start(), await Browser.start({ script: 'blocked' })];
});
after(async () => {
  for (const browser of browsers ?? []) await browser.stop();
  await server?.stop();
});

const bothWays = async (work, path) => {
  for (const browser of browsers) {
    const person = await beginAfresh(browser, server, path);
    await work(person);
    await person.page.close();
  }
};

test('28. a date is three texts, takes month names, and errors mark the wrong part', async () => {
  const parts = ['day', 'month', 'year'];
  await bothWays(async (person) => {
    await toTheQuestions(person);
    await person.page.getByRole('group', { name: 'When did the first of them begin?' }).waitFor();
    const part = (name) => person.page.locator(`[name="answers[began].${name}"]`);
    for (const name of parts) {
      assert.equal(await part(name).getAttribute('type'), 'text');
      assert.equal(await part(name).getAttribute('inputmode'), 'numeric');
    }
    const says = async (typed, words, wrong) => {
      for (const [i, name] of parts.entries()) await part(name).fill(typed[i]);
      await person.press('Continue');
      await person.page.locator('.nhsuk-error-summary a', { hasText: words }).waitFor();
      const marked = await person.page
        .locator('.nhsuk-date-input .nhsuk-input--error')
        .evaluateAll((inputs) => inputs.map((input) => input.name.split('.')[1]));
      assert.deepEqual(marked, wrong, typed.join(' '));
    };
    await says(['', 'March', ''], 'must include a day and year', ['day', 'year']);
    await says(['41', '3', '2022'], 'must be a real date', ['day']);
    await says(['1', 'Mat', '2022'], 'must be a real date', ['month']);
    await says(['1', '3', '22'], 'year must include 4 numbers', ['year']);
    await says(['1', 'jan', '2027'], 'the same as or before 31 October 2026', parts);
    await part('day').fill('');
    await part('day').pressSequentially('12');
    await part('month').fill('January');
    await part('year').fill('2022');
    await person.press('Continue');
    const marked = person.page.locator('.nhsuk-date-input .nhsuk-input--error');
    await marked.first().waitFor({ state: 'detached' });
  }, `${EVERY_KIND}/submit`);
});

test('37. the list of sections says how each stands, and leads to each', async () => {
  await bothWays(async (person) => {
    await individual(person);
    await person.press('See all sections');
    await person.seesHeading('Sections of your evidence');
    const tree = await accessibilityTree(person.page);
    assert.match(tree, /button "About you".*"Completed"/);
    assert.match(tree, /button "What we may ask you for".*"Not yet started"/);
    assert.doesNotMatch(tree, /button "Check your answers/);
    assert.match(tree, /Cannot start yet/);
    await person.press('Your evidence');
    await person.seesHeading('Your evidence');
  });
});

test('38. a section that takes long asks whether it is completed', async () => {
  await bothWays(async (person) => {
    await individual(person);
    await person.page.getByRole('group', { name: 'Have you completed this section?' }).waitFor();
    await person.page.locator('[name="evidence[0].title"]').fill('Half an example');
    await person.tick("No, I'll come back to it later");
    await person.press('Continue');
    await person.seesHeading('Sections of your evidence');
    await person.press('Your evidence');
    assert.ok(await person.page.getByLabel("No, I'll come back to it later").isChecked());
    await person.tick('Yes, I have completed this section');
    await person.press('Continue');
    await person.sees('Select at least one theme');
  });
});
