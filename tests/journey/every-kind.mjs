// The sample call with a question of every kind, and what somebody answers to them.
import { choose, fails, fill, goOn, named, press } from './controls.mjs';
import { sampleOf } from './support.mjs';

// Each in English, then what is translated of it.
const QUESTIONS = [
  [
    'id: "team-size" kind: QUESTION_KIND_NUMBER minimum: "1" maximum: "500"',
    'label: "How many assistant practitioners are in the team?" hint: "Count people, not posts."',
    'label: "Faint o ymarferwyr cynorthwyol sydd yn y tîm?" hint: "Cyfrwch bobl, nid swyddi."',
  ],
  [
    'id: "began" kind: QUESTION_KIND_DATE maximum: "2026-10-31"',
    'label: "When did the first of them begin?" hint: "For example, 27 3 2022."',
    'label: "Pryd dechreuodd y cyntaf ohonynt?" hint: "Er enghraifft, 27 3 2022."',
  ],
  [
    'id: "telephone" kind: QUESTION_KIND_TELEPHONE personal: true',
    'label: "On which telephone number can we ask more?"',
    'label: "Ar ba rif ffôn y gallwn ofyn am ragor?"',
  ],
  [
    'id: "other-email" kind: QUESTION_KIND_EMAIL personal: true',
    'label: "Who else can we write to?"',
    'label: "At bwy arall y gallwn ysgrifennu?"',
  ],
  [
    'id: "reports" kind: QUESTION_KIND_LINK max_entries: 3',
    'label: "Where can we read about it?"',
    'label: "Ble gallwn ddarllen amdano?"',
  ],
  [
    'id: "nation" kind: QUESTION_KIND_SELECT',
    'label: "In which nation is it?" choices { value: "england" label: "England" } ' +
      'choices { value: "wales" label: "Wales" }',
    'label: "Ym mha genedl y mae?" choices { value: "england" label: "Lloegr" } ' +
      'choices { value: "wales" label: "Cymru" }',
  ],
  [
    'id: "barriers" kind: QUESTION_KIND_SOME_OF',
    'label: "What stood in the way?" choices { value: "money" label: "Money" } ' +
      'choices { value: "time" label: "Time" } ' +
      'choices { value: "none" label: "Nothing did" exclusive: true }',
    'label: "Beth oedd yn rhwystr?" choices { value: "money" label: "Arian" } ' +
      'choices { value: "time" label: "Amser" } choices { value: "none" label: "Dim byd" }',
  ],
  [
    'id: "post" kind: QUESTION_KIND_ADDRESS personal: true',
    'label: "Where can we post the programme?"',
    'label: "Ble gallwn bostio’r rhaglen?"',
  ],
  [
    'id: "call-back" kind: QUESTION_KIND_CONSENT required: true',
    'label: "We may keep what I send for ten years."',
    'label: "Cewch gadw’r hyn a anfonaf am ddeng mlynedd."',
  ],
  [
    'id: "study" kind: QUESTION_KIND_LONG_TEXT max_length_words: 20 required: true ' +
      'shown_when { question_id: "evaluated" values: "yes" }',
    'label: "What did the evaluation find?" ' +
      'hint: "In a sentence, with no details that identify a patient."',
    'label: "Beth a ddangosodd y gwerthusiad?" ' +
      'hint: "Mewn brawddeg, heb fanylion a all ddangos pwy yw claf."',
  ],
  [
    'id: "courses" kind: QUESTION_KIND_SHORT_TEXT themes: "education" required: true',
    'label: "Which courses are there?"',
    'label: "Pa gyrsiau sydd ar gael?"',
  ],
];

export const EVERY_KIND = '/calls/every-kind';

export function everyKind() {
  const kind = (question) => question.match(/kind: \w+/)[0];
  const id = (question) => question.match(/id: "[^"]*"/)[0];
  const english = QUESTIONS.map(([of, words]) => `questions { ${of} ${words} }\n`).join('');
  const welsh = QUESTIONS.map(
    ([of, , words]) => `  questions { ${id(of)} ${kind(of)} ${words} }\n`,
  ).join('');
  return sampleOf('call')
    .replace(/^name: .*$/m, 'name: "calls/every-kind"')
    .replace(/^title: "[^"]*"/m, 'title: "Every kind of question: call for evidence"')
    .replace(/"Ymarferwyr [^"]*: galwad am/, '"Pob math o gwestiwn: galwad am')
    .replace(/^conference: .*$/m, (line) => english + line)
    .replace(/^ {2}contacts \{/m, (line) => welsh + line);
}

// From the first page to the run-time questions, with an example under the theme of education.
export async function toTheQuestions(person) {
  await choose(person, 'submitter.type', 'SUBMITTER_TYPE_INDIVIDUAL');
  await goOn(person, 'about-you');
  await fill(person, 'submitter.full_name', 'Ann Bell');
  await fill(person, 'submitter.email', 'ann.bell@example.org');
  await goOn(person, 'evidence');
  await choose(person, 'evidence[0].themes', 'education');
  await fill(person, 'evidence[0].title', 'A course of our own');
  await fill(person, 'evidence[0].setting', 'A community team');
  await fill(person, 'evidence[0].what_was_done', 'Two people were taught.');
  await fill(person, 'evidence[0].what_changed', 'Waiting times fell, by our own records.');
  await goOn(person, 'outside-themes');
}

// Something wrong in each answer that can be wrong.
export async function answerWrongly(person) {
  await fill(person, 'answers[team-size]', '2.5');
  await fill(person, 'answers[began].day', '31');
  await fill(person, 'answers[began].month', 'feb');
  await fill(person, 'answers[began].year', '2024');
  await fill(person, 'answers[telephone]', '12');
  await fill(person, 'answers[other-email]', 'bea');
  await fill(person, 'answers[reports][0]', 'our report');
  await fill(person, 'answers[post].line_1', '1 High Street');
}

export async function answerRightly(person) {
  await choose(person, 'answers[evaluated]', 'yes');
  await fill(person, 'answers[team-size]', ' 12 ');
  await fill(person, 'answers[began].day', '1');
  await fill(person, 'answers[telephone]', '(01632) 960-001');
  await fill(person, 'answers[other-email]', 'bea.cole@example.org');
  await fill(person, 'answers[reports][0]', 'https://example.org/one');
  await named(person, 'answers[nation]').selectOption('wales');
  await choose(person, 'answers[barriers]', 'money');
  await fill(person, 'answers[post].town', 'Leeds');
  await fill(person, 'answers[post].postcode', 'ls14ap');
  await choose(person, 'answers[call-back]', 'agreed');
  await fill(person, 'answers[courses]', 'A foundation degree');
}

// From the run-time questions to the receipt, with the answers wrong first.
export async function answersAll(person) {
  await answerWrongly(person);
  await press(person, 'continue');
  await fails(person);
  await answerRightly(person);
  await goOn(person, 'outside-themes-study');
  await fill(person, 'answers[study]', 'Three of four stayed.');
  await goOn(person, 'consents');
  await goOn(person, 'check');
  await press(person, 'send');
  await person.page.locator('.nhsuk-panel').waitFor();
  // Over a slow network the panel is there before the answers are.
  for (const text of ['1 February 2024', '01632960001', 'LS1 4AP', 'Three of four stayed.']) {
    await person.page.locator('main').getByText(text).first().waitFor();
  }
}
