// The same page for everybody: 25 questions, of which some must be answered.
const fruit = ['Apple', 'Pear', 'Plum', 'Cherry'];
const make = (count, kind, extra = {}) => Array.from({ length: count }, () => ({ kind, ...extra }));

export const questions = [
  // Muster's own question of that page, which every call asks.
  ...make(1, 'long'),
  ...make(8, 'short', { isRequired: true }),
  ...make(6, 'short'),
  ...make(2, 'long'),
  ...make(3, 'yes-no', { isRequired: true }),
  ...make(3, 'one-of', { choices: fruit, isRequired: true }),
  ...make(2, 'some-of', { choices: fruit }),
].map((question, i) => ({
  ...question,
  id: `q${i}`,
  label: `Question ${i}: what do you say to this one?`,
}));

export const LONGEST = 4000;
export const REQUIRED = questions.filter(({ isRequired }) => isRequired).length;

// JSON Schema of the page, for the peers that take one.
export const schema = {
  type: 'object',
  required: questions.filter(({ isRequired }) => isRequired).map(({ id }) => id),
  properties: Object.fromEntries(
    questions.map(({ id, kind, label, choices }) => {
      const title = label;
      switch (kind) {
        case 'yes-no':
          return [id, { title, type: 'string', enum: ['Yes', 'No'] }];
        case 'one-of':
          return [id, { title, type: 'string', enum: choices }];
        case 'some-of': {
          const items = { type: 'string', enum: choices };
          return [id, { title, type: 'array', items, uniqueItems: true }];
        }
        default:
          return [id, { title, type: 'string', maxLength: LONGEST }];
      }
    }),
  ),
};

// The page is there and can be used.
export const markReady = () => document.documentElement.setAttribute('data-ready', '');
