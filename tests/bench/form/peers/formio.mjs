import '@formio/js/dist/formio.form.min.css';
import '@formio/js/dist/formio.form.min.js';
import { LONGEST, markReady, questions } from '../questions.mjs';

const TYPES = { short: 'textfield', long: 'textarea', 'some-of': 'selectboxes' };

const components = questions.map(({ id, kind, label, choices, isRequired }) => ({
  key: id,
  label,
  type: TYPES[kind] ?? 'radio',
  input: true,
  validate: { required: Boolean(isRequired), ...(kind === 'long' ? { maxLength: LONGEST } : {}) },
  values: (kind === 'yes-no' ? ['Yes', 'No'] : (choices ?? [])).map((choice) => ({
    label: choice,
    value: choice,
  })),
}));
components.push({ key: 'submit', type: 'button', label: 'Send', action: 'submit', input: true });

globalThis.Formio.createForm(document.getElementById('form'), { components }).then(markReady);
