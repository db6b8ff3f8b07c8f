// A question of every kind that an organiser may ask, with script and without, in each language;
// and the list of the form's sections.
import { after, before, test } from 'node:test';
import { arrives, choose, fails, fill, goOn, named, press } from './controls.mjs';
import {
  EVERY_KIND,
  answerRightly,
  answerWrongly,
  everyKind,
  toTheQuestions,
} from './every-kind.mjs';
import { Browser, CALL, Server, assert } from './support.mjs';

let server;
before(async () => {
  server = await Server.start([['call', everyKind()]]);
});
after(() => server?.stop());

// For somebody new, who begins `path`. Refused pages are answered with 422, which the console
// counts as an error.
async function begins(path, script, work) {
  const browser = await Browser.start({ script });
  try {
    const person = await browser.person(server);
    person.expectsTrouble = script !== true;
    await person.open(path);
    await work(person);
  } finally {
    await browser.stop();
  }
}

const WRONG = [
  'Select an answer to “Has what you describe been evaluated?”',
  'Your answer to “How many assistant practitioners are in the team?” must be a whole number, ' +
    'like 12',
  'Your answer to “When did the first of them begin?” must be a real date',
  'Enter a telephone number, like 01632 960 001 or +44 808 157 0192',
  'Enter an email address in the correct format, like name@example.com',
  'Enter a web address that starts with https:// or http://',
  'Enter town or city',
  'Enter a full UK postcode, like LS1 4AP',
  'Select the box if you agree: “We may keep what I send for ten years.”',
  'Enter an answer to “Which courses are there?”',
];

const SHOWN = [
  '12',
  '1 February 2024',
  '01632960001',
  'bea.cole@example.org',
  'https://example.org/one',
  'https://example.org/two',
  'Wales',
  'Money',
  'LS1 4AP',
  'Three of four stayed, and waiting fell.',
  'A foundation degree',
];

async function seesAll(person) {
  const main = await person.page.locator('main').innerText();
  for (const text of SHOWN) assert.ok(main.includes(text), `${text} is not shown`);
}

async function asksEveryKind(person, name) {
  await toTheQuestions(person);
  await person.inspect(`${name}-questions`);
  await answerWrongly(person);
  await press(person, 'continue');
  await person.page.locator('.nhsuk-error-summary').waitFor();
  await person.inspect(`${name}-questions-error`);
  return person.page.locator('.nhsuk-error-summary a').allInnerTexts();
}

async function answersAndSends(person, name) {
  await answerRightly(person);
  await press(person, 'add:answers[reports]');
  await named(person, 'answers[reports][1]').waitFor();
  await fill(person, 'answers[reports][1]', 'https://example.org/two');
  await goOn(person, 'outside-themes-study');
  await person.inspect(`${name}-question-alone`);
  await fill(person, 'answers[study]', 'Three of four stayed, and waiting fell.');
  await goOn(person, 'consents');
  await goOn(person, 'check');
  await person.inspect(`${name}-check`);
  const sent = server.count('submissions');
  await press(person, 'send');
  await person.page.locator('.nhsuk-panel').waitFor();
  await person.inspect(`${name}-receipt`);
  assert.equal(server.count('submissions'), sent + 1);
}

for (const [name, script] of [
  ['script', true],
  ['plain', 'blocked'],
]) {
  test(`every kind of question is asked, checked, shown and sent (${name})`, () =>
    begins(`${EVERY_KIND}/submit`, script, async (person) => {
      assert.deepEqual(await asksEveryKind(person, `kinds-${name}`), WRONG);
      assert.equal(await named(person, 'answers[began].month').inputValue(), 'feb');
      for (const [line, text] of [
        ['town', 'Enter town or city'],
        ['postcode', 'Enter a full UK postcode, like LS1 4AP'],
      ]) {
        await person.follow(text);
        await person.hasFocusOn(`[name="answers[post].${line}"]`);
        const input = named(person, `answers[post].${line}`);
        const described = await input.getAttribute('aria-describedby');
        assert.equal(await person.page.locator(`#${described}`).textContent(), `Error: ${text}`);
      }
      await answersAndSends(person, `kinds-${name}`);
      await seesAll(person);
      await person.sees('What did the evaluation find?');
    }));

  test(`every kind of question is asked in Welsh (${name})`, () =>
    begins(`/cy${EVERY_KIND}/submit`, script, async (person) => {
      const said = await asksEveryKind(person, `kinds-cy-${name}`);
      assert.equal(said.length, WRONG.length);
      for (const text of said) assert.doesNotMatch(text, /\b(Enter|Select|must|answer)\b/);
      const asked = 'Faint o ymarferwyr cynorthwyol sydd yn y tîm?';
      assert.equal(said[1], `Rhaid i “${asked}” fod yn rhif cyfan, fel 12`);
      await answersAndSends(person, `kinds-cy-${name}`);
      await person.sees('1 Chwefror 2024');
    }));

  test(`whether a section is completed is asked until it is answered (${name})`, () =>
    begins(`${CALL}/submit`, script, async (person) => {
      await press(person, 'sections');
      await arrives(person, 'sections');
      await press(person, 'task:evidence');
      await arrives(person, 'evidence');
      await press(person, 'continue');
      await fails(person);
      await arrives(person, 'evidence');
      await person.inspect(`section-complete-error-${name}`);
      await person.follow('Select yes if you have completed this section');
      await person.hasFocusOn('[name=section_complete][value=complete]');
      await choose(person, 'section_complete', 'complete');
      await press(person, 'continue');
      await arrives(person, 'outside-themes');
    }));

  test(`sections are gone through in any order, and left for later (${name})`, () =>
    begins(`${CALL}/submit`, script, async (person) => {
      await press(person, 'sections');
      await arrives(person, 'sections');
      assert.deepEqual(await statuses(person), [
        'About you: Not yet started',
        'Your evidence: Not yet started',
        'More about your evidence: Not yet started',
        'What we may ask you for: Not yet started',
        'Check your answers before sending your evidence: Cannot start yet',
      ]);
      await person.inspect(`sections-${name}`);
      await press(person, 'task:evidence');
      await arrives(person, 'evidence');
      await fill(person, 'evidence[0].title', 'Half an example');
      await choose(person, 'section_complete', 'later');
      await press(person, 'continue');
      await arrives(person, 'sections');
      assert.equal((await statuses(person))[1], 'Your evidence: Incomplete');
      await person.inspect(`sections-begun-${name}`);
      await press(person, 'task:evidence');
      await arrives(person, 'evidence');
      assert.equal(await named(person, 'evidence[0].title').inputValue(), 'Half an example');
      await choose(person, 'section_complete', 'complete');
      await press(person, 'continue');
      await person.sees('Select at least one theme');
    }));
}

const statuses = (person) =>
  person.page
    .locator('.nhsuk-task-list__item')
    .evaluateAll((items) =>
      items.map((item) =>
        [...item.children].map((part) => part.textContent.trim()).join(': '),
      ),
    );

test('what was chosen from a list is still chosen in the other language and on a fresh visit', () =>
  begins(`${EVERY_KIND}/submit`, true, async (person) => {
    await toTheQuestions(person);
    await named(person, 'answers[nation]').selectOption('wales');
    const isChosen = async () => {
      await person.ready();
      assert.equal(await named(person, 'answers[nation]').inputValue(), 'wales');
      await person.reload();
      assert.equal(await named(person, 'answers[nation]').inputValue(), 'wales');
    };
    await person.press('Cymraeg');
    await person.page.waitForURL(/\/cy\//);
    await isChosen();
    await person.press('English');
    await person.page.waitForURL((address) => !address.pathname.startsWith('/cy/'));
    await isChosen();
  }));

test('the list of sections leads to what is open, and at last to the answers', () =>
  begins(`${EVERY_KIND}/submit`, true, async (person) => {
    await toTheQuestions(person);
    await answerWrongly(person);
    await answerRightly(person);
    await goOn(person, 'outside-themes-study');
    await fill(person, 'answers[study]', 'Three of four stayed, and waiting fell.');
    await goOn(person, 'consents');
    await press(person, 'sections');
    await arrives(person, 'sections');
    await goOn(person, 'consents');
    await goOn(person, 'check');
    await person.page.goBack();
    await person.page.goBack();
    await arrives(person, 'sections');
    const all = await statuses(person);
    assert.ok(all.slice(0, 4).every((status) => status.endsWith(': Completed')), all.join());
    await person.inspect('sections-completed');
    await person.page.locator('.nhsuk-task-list__link').last().click();
    await arrives(person, 'check');
  }));

test('words are counted as they are typed, and a choice that excludes others unticks them', () =>
  begins(`${EVERY_KIND}/submit`, true, async (person) => {
    await toTheQuestions(person);
    await answerWrongly(person);
    await answerRightly(person);
    await choose(person, 'answers[barriers]', 'none');
    const ticked = person.page.locator('main [name="answers[barriers]"]:checked');
    await person.page.waitForFunction(
      () => document.querySelectorAll('main [name="answers[barriers]"]:checked').length === 1,
    );
    assert.equal(await ticked.getAttribute('value'), 'none');
    await goOn(person, 'outside-themes-study');
    await person.sees('You can enter up to 20 words');
    await named(person, 'answers[study]').pressSequentially('Tŷ mawr, 👩‍⚕️ مرحبا e\u0301tude');
    await person.sees('You have 15 words remaining');
    await fill(person, 'answers[study]', 'word '.repeat(21));
    await person.sees('You have 1 word too many');
  }));

test('a choice that excludes others is an error beside them where no script runs', () =>
  begins(`${EVERY_KIND}/submit`, 'blocked', async (person) => {
    await toTheQuestions(person);
    await answerWrongly(person);
    await answerRightly(person);
    await choose(person, 'answers[barriers]', 'none');
    await press(person, 'continue');
    await person.sees(
      'Select what applies to “What stood in the way?”, or select “Nothing did” alone',
    );
  }));
