// The least there can be: the server's page in the design system's markup, its script for what the
// page has, and a check of what must be answered.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  Radios,
  SkipLink,
  createAll,
} from 'nhsuk-frontend';
import { markReady } from '../questions.mjs';

for (const Component of [Button, CharacterCount, Checkboxes, Radios, SkipLink]) {
  createAll(Component);
}

const form = document.querySelector('form');

function isAnswered(group) {
  const controls = [...group.querySelectorAll('input, textarea')];
  return controls.some((control) =>
    control.type === 'radio' ? control.checked : control.value.trim() !== '',
  );
}

function showProblem(group, list) {
  const control = group.querySelector('input, textarea');
  const message = document.createElement('span');
  message.className = 'nhsuk-error-message';
  message.id = `${control.name}-error`;
  message.innerHTML = '<span class="nhsuk-u-visually-hidden">Error: </span>Enter an answer';
  group.classList.add('nhsuk-form-group--error');
  const described = control.type === 'radio' ? group.querySelector('fieldset') : control;
  described.setAttribute('aria-describedby', message.id);
  group.querySelector('legend, label').after(message);
  const item = document.createElement('li');
  item.innerHTML = `<a href="#${control.id}">Enter an answer</a>`;
  list.append(item);
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  document.querySelector('.nhsuk-error-summary')?.remove();
  const list = document.createElement('ul');
  list.className = 'nhsuk-list nhsuk-error-summary__list';
  for (const group of form.querySelectorAll('[data-required]')) {
    if (!isAnswered(group)) showProblem(group, list);
  }
  const summary = document.createElement('div');
  summary.className = 'nhsuk-error-summary';
  summary.innerHTML =
    '<div role="alert"><h2 class="nhsuk-error-summary__heading">There is a problem</h2>' +
    '<div class="nhsuk-error-summary__body"></div></div>';
  summary.querySelector('.nhsuk-error-summary__body').append(list);
  form.before(summary);
  new ErrorSummary(summary);
});
markReady();
