// The checklist of the design, a test for each line, named by its number: what holds for every page
// in every state is looked for on a tour of them all, with script and without; the rest is done
// here step by step, and in checklist-kinds.test.mjs.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { Browser, CALL, CONFERENCE, Server, assert } from './support.mjs';
import { beginAfresh, individual, questions, shortSubmission } from './people.mjs';
import {
  booking,
  device,
  otherParents,
  publicPages,
  questions as everyKindOfQuestion,
  submission,
} from './tour.mjs';
import { lookAt } from './looking.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const trees = join(root, 'tests/journey/trees');

let server;
let scripted;
let plain;
// What was seen: `mode` is 'script' or 'plain'.
const seen = [];
const seenInWelsh = [];

// With a server of its own: the conference with one place has its place again.
async function takeTours(mode, looks, language = '') {
  await server?.stop();
  server = await Server.start(otherParents());
  const browser = await Browser.start({ script: mode === 'script' ? true : 'blocked' });
  const tours = [publicPages, submission, everyKindOfQuestion, booking];
  if (mode === 'script') tours.push(device);
  for (const tour of tours) {
    const person = await browser.person(server);
    const look = async (name) => looks.push({ mode, name, ...(await lookAt(person)) });
    await tour(person, look, language);
    await person.page.close();
  }
  await browser.stop();
}

before(async () => {
  await takeTours('script', seen);
  await takeTours('plain', seen);
  await takeTours('script', seenInWelsh, '/cy');
  await takeTours('plain', seenInWelsh, '/cy');
  scripted = await Browser.start();
  plain = await Browser.start({ script: 'blocked' });
});
after(async () => {
  await scripted?.stop();
  await plain?.stop();
  await server?.stop();
});

const of = (mode, name) => {
  const look = seen.find((one) => one.mode === mode && one.name === name);
  assert.ok(look, `${name} was not seen with ${mode}`);
  return look;
};

// What the tour found wrong with the line.
const found = (line) =>
  [...seen, ...seenInWelsh].flatMap(({ mode, name, facts }) =>
    facts.problems
      .filter((problem) => problem.line === line)
      .map(({ what }) => `${name} (${mode}, ${facts.lang}): ${what}`),
  );
const nothingFound = (line) => assert.deepEqual(found(line), []);
const questionPages = () => seen.filter(({ facts }) => facts.isQuestionPage);

const begin = (browser, path) => beginAfresh(browser, server, path);
const bothWays = async (work) => {
  for (const browser of [scripted, plain]) {
    const person = await begin(browser);
    await work(person);
    await person.page.close();
  }
};

test('1. each page has one h1, and a page with one question has it as its heading', () => {
  nothingFound(1);
  assert.ok(questionPages().length > 20);
});

test('2. a page with several questions has a statement as its heading', () => nothingFound(2));

test('3. no two question pages have the same h1', () => {
  const steps = new Map();
  for (const { facts } of questionPages()) {
    const key = `${facts.address.split('?')[0]} ${facts.heading}`;
    steps.set(key, (steps.get(key) ?? new Set()).add(facts.step));
  }
  for (const [heading, ids] of steps) assert.equal(ids.size, 1, heading);
});

test('4. the way back comes first, and Back brings the page as it was', async () => {
  nothingFound(4);
  await bothWays(async (person) => {
    await individual(person, { name: 'Bo Back' });
    await person.press('Back');
    await person.seesHeading('About you');
    assert.equal(await person.valueOf('Your full name'), 'Bo Back');
    await person.press('Back');
    assert.ok(await person.page.getByLabel('Me, as an individual').isChecked());
  });
  const person = await begin(scripted);
  await individual(person, { name: 'Bo Back' });
  await person.page.goBack();
  await person.seesHeading('About you');
  assert.equal(await person.valueOf('Your full name'), 'Bo Back');
  await person.page.close();
});

test('5. what was sent can not be sent again', async () => {
  const rows = () => server.count('submissions');
  let person = await begin(scripted);
  await shortSubmission(person);
  await person.press('Confirm and send');
  await person.seesReceipt('Evidence sent');
  const sent = rows();
  await person.page.goBack();
  await person.seesHeading('You have already sent your evidence');
  assert.equal(await person.page.getByRole('button', { name: 'Confirm and send' }).count(), 0);
  await person.page.close();
  // Without script: who posts the same again, by whatever means, gets the same receipt.
  person = await begin(plain);
  await shortSubmission(person);
  const posted = await person.page.evaluate(() => {
    const fields = new URLSearchParams(new FormData(document.querySelector('#muster-answers')));
    fields.set('action', 'send');
    return fields.toString();
  });
  await person.press('Confirm and send');
  await person.seesReceipt('Evidence sent');
  const again = await person.page.request.post(`${server.address}${CALL}/submit`, {
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.address },
    data: posted,
  });
  assert.equal(again.url(), person.page.url());
  assert.equal(rows(), sent + 1);
  await person.page.close();
});

test('6. one primary button a page, a button at the left that says Continue', () => {
  nothingFound(6);
  for (const { name, facts } of questionPages()) {
    assert.deepEqual(facts.primary, ['Continue'], name);
  }
});

test('7. buttons are worded as agreed', () => {
  const words = [
    /^(Continue|Save and continue|Save and come back later|See all sections)$/,
    /^(Confirm and send|Accept and send|Confirm and book|Try again)$/,
    /^(Add another|Remove) \w+/,
    /^(Delete|Keep) my answers$/,
  ];
  for (const { name, facts } of seen.filter((look) => look.facts.step !== '')) {
    for (const button of facts.buttons) {
      assert.ok(words.some((pattern) => pattern.test(button)), `${name}: ${button}`);
    }
  }
});

test('8. pressing twice sends once, and so does posting twice', async () => {
  nothingFound(8);
  const sent = server.count('submissions');
  await bothWays(async (person) => {
    await shortSubmission(person);
    await person.page.getByRole('button', { name: 'Confirm and send' }).dblclick();
    await person.seesReceipt('Evidence sent');
  });
  assert.equal(server.count('submissions'), sent + 2);
});

test('9. the skip link is what the first Tab reaches', async () => {
  nothingFound(9);
  for (const path of ['/', CALL, CONFERENCE, `${CALL}/submit`]) {
    const person = await begin(scripted, path);
    await person.page.keyboard.press('Tab');
    await person.hasFocusOn('.nhsuk-skip-link');
    await person.page.close();
  }
});

test('10. the language of the page is said, and errors begin with its word for them', () => {
  for (const { name, facts } of seen) assert.equal(facts.lang, 'en', name);
  for (const { name, facts } of seenInWelsh) {
    assert.equal(facts.lang, 'cy', name);
    if (name.endsWith('-error')) assert.match(facts.title, /^Gwall: /, name);
  }
  const names = (looks) => looks.map(({ mode, name }) => `${mode} ${name}`);
  assert.deepEqual(names(seenInWelsh), names(seen));
});

test('11. titles begin with the heading, name the service, and tell pages apart', () => {
  nothingFound(11);
  const byTitle = new Map();
  for (const { mode, facts } of seen) {
    const path = facts.address.split('?')[0].replace(/[0-9a-f-]{36}$/, '');
    byTitle.set(facts.title, (byTitle.get(facts.title) ?? new Set()).add(`${path} ${facts.step}`));
    assert.doesNotMatch(facts.title, /@|Cy Dale|Ann Bell/, mode);
  }
  for (const [title, places] of byTitle) assert.equal(places.size, 1, `${title}: ${[...places]}`);
});

test('12. every failed check shows a summary headed "There is a problem"', () => {
  nothingFound(12);
  const failures = seen.filter(({ name }) => name.endsWith('-error'));
  assert.ok(failures.length >= 12);
  for (const { name, facts } of failures) assert.ok(facts.summarised.length, name);
});

test('13. the summary stands above the heading and takes the focus', async () => {
  nothingFound(13);
  const person = await begin(scripted);
  await person.press('Continue');
  await person.hasFocusOn('.nhsuk-error-summary[tabindex="-1"]');
  await person.page.close();
});

test('14. each item of the summary leads to its answer, with the question in view', async () => {
  nothingFound(14);
  const person = await begin(scripted);
  await person.press('Continue');
  await person.page.locator('.nhsuk-error-summary a').click();
  await person.hasFocusOn('input[type=radio]');
  assert.ok(
    await person.page.evaluate(() => {
      const legend = document.querySelector('legend').getBoundingClientRect();
      return legend.top >= 0 && legend.bottom <= innerHeight;
    }),
  );
  await person.page.close();
});

test('15. the summary has the words beside the answers, in their order', () => nothingFound(15));

test('16. a message stands under label and hint, before the control, which it describes', () =>
  nothingFound(16));

test('17. nothing typed is cleared by an error', async () => {
  await bothWays(async (person) => {
    await person.tick('Me, as an individual');
    await person.press('Continue');
    await person.fill('Your email address', 'not an address');
    await person.fill('Your job or profession (optional)', 'Nurse');
    await person.press('Continue');
    await person.sees('There is a problem');
    assert.equal(await person.valueOf('Your email address'), 'not an address');
    assert.equal(await person.valueOf('Your job or profession (optional)'), 'Nurse');
  });
});

test('18. errors appear on trying to move on, not on focus, typing or leaving', async () => {
  const person = await begin(scripted);
  await person.tick('Me, as an individual');
  await person.press('Continue');
  await person.type('Your email address', 'x');
  await person.page.getByLabel('Your full name').focus();
  await person.page.keyboard.press('Tab');
  await person.page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0))),
  );
  assert.equal(await person.page.locator('.nhsuk-error-message').count(), 0);
  await person.page.close();
});

test('19. the browser checks nothing by itself', () => nothingFound(19));

const BANNED = /\b(please|sorry|valid|invalid|forbidden|forgot|oops)\b|this field is required/i;

test('20. no message pleads, blames or names a code', () => {
  const texts = seen.flatMap(({ facts }) => facts.summarised);
  for (const file of readdirSync(join(root, 'proto/muster/v1'))) {
    const text = readFileSync(join(root, 'proto/muster/v1', file), 'utf8');
    texts.push(...[...text.matchAll(/^\s*text: "(.*)"$/gm)].map(([, words]) => words));
  }
  const wording = readFileSync(join(root, 'proto/form/wording.cc'), 'utf8');
  texts.push(...[...wording.matchAll(/"([^"]* [^"]*)"/g)].map(([, words]) => words));
  assert.ok(texts.length > 30);
  for (const text of texts) assert.doesNotMatch(text, BANNED);
});

test('21. an empty answer gets an instruction, a long one a description', async () => {
  for (const { name, facts } of seen.filter((look) => look.name.endsWith('-error'))) {
    for (const text of facts.summarised) {
      assert.match(text, /^(Enter|Select|Add) |^Your answer to “.+” must /, name);
    }
  }
  await bothWays(async (person) => {
    await person.tick('Me, as an individual');
    await person.press('Continue');
    await person.fill('Your full name', 'x'.repeat(201));
    await person.press('Continue');
    await person.sees('Full name must be 200 characters or less');
  });
});

test('22. a closed window is a page, not a message', () => {
  for (const { name, facts } of seen.filter((look) => look.name.startsWith('instead-'))) {
    assert.equal(facts.step, '', name);
    assert.deepEqual(facts.summarised, [], name);
    assert.match(facts.heading, /not open yet|has closed|Every place is taken/, name);
  }
});

test('23. the server finds the same wrong as the browser, in the same words', () => {
  for (const { mode, name, facts } of seen.filter((look) => look.name.endsWith('-error'))) {
    if (mode === 'script') assert.deepEqual(of('plain', name).facts.summarised, facts.summarised);
  }
});

test('24. spaces and invisible characters around an answer are not errors', async () => {
  await bothWays(async (person) => {
    await individual(person, { name: '  Ann Bell ', email: ' ann.bell@example.org\u200b ' });
  });
});

test('25. every control has a visible label, every group a legend; none a placeholder', () =>
  nothingFound(25));

test('26. optional questions say so, and none has an asterisk', () => {
  nothingFound(26);
  const { tree } = of('script', 'individual');
  assert.match(tree, /textbox "Your job or profession \(optional\)"/);
  assert.match(tree, /textbox "Your full name"/);
});

test('27. a hint is one short sentence without links that describes its control', () =>
  nothingFound(27));

test('29. questions about the person have autocomplete tokens', () => nothingFound(29));

test('30. an email address is long, pasted, and read back', async () => {
  nothingFound(30);
  const domain = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(61)}`;
  const email = `${'x'.repeat(254 - domain.length - 1)}@${domain}`;
  assert.equal(email.length, 254);
  const person = await begin(scripted);
  await scripted.context.grantPermissions(['clipboard-read', 'clipboard-write'], {
    origin: server.address,
  });
  await person.tick('Me, as an individual');
  await person.press('Continue');
  await person.fill('Your full name', 'Ann Bell');
  await person.page.evaluate((text) => navigator.clipboard.writeText(text), email);
  await person.page.getByLabel('Your email address').focus();
  await person.page.keyboard.press('Control+V');
  assert.equal(await person.valueOf('Your email address'), email);
  await person.press('Continue');
  await person.seesHeading('Your evidence');
  await person.page.goto(`${server.address}${CALL}/submit?page=check`);
  await person.ready();
  await person.sees(email);
  await person.page.close();
});

test('31. no control is of the kind "number"', () => nothingFound(31));

test('32. nothing is chosen beforehand', () => {
  for (const name of ['type', 'evidence', 'outside-themes', 'consents']) {
    for (const mode of ['script', 'plain']) assert.equal(of(mode, name).facts.ticked, 0, name);
  }
});

test('33. no question appears under another', () => nothingFound(33));

test('34. a count blocks no typing, and is told after a pause', async () => {
  nothingFound(34);
  assert.match(of('plain', 'outside-themes').tree, /You can enter up to 4,?000 characters/);
  const person = await begin(scripted, `${CALL}/submit?page=outside-themes`);
  const box = person.page.locator('[name="information_outside_themes"]');
  await box.fill('x'.repeat(4005));
  assert.equal((await box.inputValue()).length, 4005);
  await person.page.clock.install();
  const told = person.page.locator('#count-status');
  await box.pressSequentially('yy');
  assert.doesNotMatch(await told.innerText(), /4007|7 characters/);
  await person.page.locator('.nhsuk-character-count__message', { hasText: '7' }).waitFor();
  await person.page.clock.fastForward(2000);
  await person.page.waitForFunction(
    () => /7 characters too many/.test(document.querySelector('#count-status').textContent),
  );
  await person.page.close();
});

test('35. messages of a file upload', { skip: 'no question takes a file yet' });

test('36. boxes for free text ask for nothing that identifies a patient', () => {
  for (const { name, facts } of seen.filter((look) => !look.name.startsWith('booking'))) {
    for (const { name: box, described } of facts.texts) {
      assert.match(described, /no(t include)? details that identify a patient/, `${name}: ${box}`);
    }
  }
});

test('39. answers are checked before sending, and Change leads straight back', async () => {
  for (const name of ['check', 'booking-check']) {
    for (const mode of ['script', 'plain']) {
      const { tree } = of(mode, name);
      assert.match(tree, /button "Change full name"/);
      assert.match(tree, /Not provided/);
      assert.doesNotMatch(tree, /button "Change"/);
    }
  }
  assert.doesNotMatch(of('script', 'check').tree, /Role in the organisation/);
  await bothWays(async (person) => {
    await shortSubmission(person);
    await person.page.getByRole('button', { name: 'Change full name' }).click();
    await person.seesHeading('About you');
    await person.fill('Your full name', 'Ann Bell-Cole');
    await person.press('Continue');
    await person.seesHeading('Check your answers before sending your evidence');
    await person.sees('Ann Bell-Cole');
  });
});

test('40. the receipt has all that a confirmation has, and survives a reload', async () => {
  await bothWays(async (person) => {
    await shortSubmission(person);
    await person.press('Confirm and send');
    await person.seesReceipt('Evidence sent');
    const main = person.page.locator('main');
    const shown = await main.innerText();
    for (const part of [
      /Your reference number\s+[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}/,
      /What happens next/,
      /evidence@example\.org/,
      /Tell us what you thought of this form/,
      /Keep this receipt as plain text/,
    ]) {
      assert.match(shown, part);
    }
    assert.equal(await person.page.locator('.nhsuk-panel h1').count(), 1);
    await person.reload();
    assert.equal(await main.innerText(), shown);
  });
});

test('41. confirmation by email', { skip: 'nothing is sent by email yet' });

test('42. nobody is timed out', async () => {
  nothingFound(42);
  // Without script, what the server keeps is found for at least 20 hours.
  const other = await begin(plain);
  await individual(other);
  for (const { name, expires } of await plain.context.cookies()) {
    const hours = (expires - Date.now() / 1000) / 3600;
    assert.ok(expires === -1 || hours >= 20, `${name} for ${hours} hours`);
  }
  await other.page.close();
  const person = await begin(scripted);
  await person.page.clock.install();
  await shortSubmission(person, 'Written before a night’s sleep.');
  await person.page.clock.fastForward('21:00:00');
  await person.press('Confirm and send');
  await person.seesReceipt('Evidence sent');
  await person.sees('Written before a night’s sleep.');
  await person.page.close();
});

test('43. whatever is stored on the device is on the cookies page', async () => {
  nothingFound(43);
  let person = await begin(scripted);
  await shortSubmission(person);
  await person.press('Confirm and send');
  await person.seesReceipt('Evidence sent');
  await person.open(`${CALL}/submit`);
  await person.tick('Me, as an individual');
  await person.waitUntilSaved();
  await person.page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
  const stored = await person.page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    const databases = await indexedDB.databases();
    return {
      databases: databases.map(({ name }) => name),
      keys: [...Object.keys(localStorage), ...Object.keys(sessionStorage)],
      caches: await caches.keys(),
      cookies: document.cookie,
    };
  });
  assert.equal(stored.cookies, '');
  const other = await begin(plain);
  await individual(other);
  const cookies = [...(await scripted.context.cookies()), ...(await plain.context.cookies())];
  await other.page.close();
  const names = [...stored.databases, ...stored.keys, ...stored.caches];
  assert.ok(stored.databases.length && stored.caches.length && stored.keys.length, names);
  await person.open('/cookies');
  const listed = await person.page.locator('main').innerText();
  const headings = (await person.page.locator('main h2').allInnerTexts()).map(
    (heading) => heading.split(', then ')[0],
  );
  for (const name of [...names, ...cookies.map((cookie) => cookie.name)]) {
    assert.ok(headings.some((heading) => name.startsWith(heading)), `${name}: ${headings}`);
  }
  assert.equal((listed.match(/What it is for/g) ?? []).length, headings.length);
  assert.equal((listed.match(/How long it stays/g) ?? []).length, headings.length);
  await person.page.close();
});

test('44. no violation of the accessibility rules in any state of any page', () => {
  for (const { mode, name, facts, violations } of [...seen, ...seenInWelsh]) {
    assert.deepEqual(violations, [], `${name} (${mode}, ${facts.lang})`);
  }
});

test('44. pages fit a screen of 320 px and a zoom of 400 %', () => {
  for (const { mode, name, widths } of [...seen, ...seenInWelsh]) {
    for (const width of widths) assert.ok(width <= 320, `${name} (${mode}): ${width} px`);
  }
});

test('44. focus and controls are seen in forced colours', () => {
  for (const { mode, name, unseen } of seen) assert.deepEqual(unseen, [], `${name} (${mode})`);
});

test('44. texts and edges stand out from what is behind them, also dark and forced', () => {
  for (const { mode, name, facts, faint } of [...seen, ...seenInWelsh]) {
    assert.deepEqual(faint, [], `${name} (${mode}, ${facts.lang})`);
  }
});

test('44. nothing sticks over the focus, and help is at the same place on every page', () => {
  nothingFound(44);
  // Help leads to who answers for the page's call or conference.
  const places = ({ facts }) =>
    facts.footer.map((href) => (/#(contact|help)$/.test(href) ? 'help' : href));
  for (const look of seen) assert.deepEqual(places(look), places(seen[0]), look.name);
});

test('44. nothing is asked twice, and what is saved is said politely', () => {
  const labels = ['type', 'individual', 'evidence', 'outside-themes', 'consents'].flatMap((name) =>
    [...of('script', name).tree.matchAll(/(?:textbox|radiogroup|group) "([^"]+)"/g)].map(
      ([, label]) => label,
    ),
  );
  assert.equal(new Set(labels).size, labels.length, labels.join(' | '));
  assert.match(of('script', 'saved').tree, /status.*\n?.*Saved on this device/);
});

// The committed trees are what a page gives to assistive technology. After a wanted change:
// UPDATE_TREES=1 tests/run checklist, and read what changed.
test('44. each page gives assistive technology the names, roles and descriptions kept here', () => {
  const now = new Map(
    seen.filter(({ mode }) => mode === 'script').map(({ name, tree }) => [`${name}.txt`, tree]),
  );
  if (process.env.UPDATE_TREES) {
    rmSync(trees, { recursive: true, force: true });
    mkdirSync(trees);
    for (const [file, tree] of now) writeFileSync(join(trees, file), tree);
  }
  assert.deepEqual(readdirSync(trees).sort(), [...now.keys()].sort());
  for (const [file, tree] of now) {
    assert.equal(tree, readFileSync(join(trees, file), 'utf8'), file);
  }
});

// Without script there is no part about this device, no button that a script would answer, and a
// count says the limit only. The other language of a page that nothing was typed on is a link.
const common = (tree) =>
  tree
    .replace(/(button|link) "(Cymraeg|English)"/g, 'switch')
    .replace(/^ *button "Copy address"\n/gm, '')
    .replace(/^( *)region "Your answers on this device"\n(\1 .*\n)*/gm, '')
    .replace(/You (have|can enter up to) [\d,]+ characters?( remaining)?/g, 'COUNT');

test('44. without script the pages give the same names, roles and descriptions', () => {
  for (const { mode, name, tree } of seen) {
    if (mode === 'plain') assert.equal(common(tree), common(of('script', name).tree), name);
  }
});
