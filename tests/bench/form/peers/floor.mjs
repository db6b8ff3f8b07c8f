// The least there can be: the server's page in the design system's markup, its script for what the
// page has, and a check of what must be answered that shows what Muster shows.
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

// As its page template says: without this, none of its components starts.
document.body.classList.add('js-enabled', 'nhsuk-frontend-supported');
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
  const caption = group.querySelector('legend, label');
  const text = `Answer the question “${caption.textContent}”`;
  const message = document.createElement('span');
  message.className = 'nhsuk-error-message';
  message.id = `${control.name}-error`;
  message.innerHTML = '<span class="nhsuk-u-visually-hidden">Error: </span>';
  message.append(text);
  group.classList.add('nhsuk-form-group--error');
  const isChoice = control.type === 'radio';
  if (!isChoice) control.classList.add('nhsuk-input--error');
  const described = isChoice ? group.querySelector('fieldset') : control;
  described.setAttribute('aria-describedby', message.id);
  caption.after(message);
  const item = document.createElement('li');
  item.innerHTML = `<a href="#${control.id}"></a>`;
  item.firstChild.append(text);
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
  document.title = 'Error: Your answers';
  new ErrorSummary(summary);
});
markReady();
