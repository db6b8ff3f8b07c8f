import Form from '@rjsf/core';
import validator from '@rjsf/validator-ajv8';
import { createElement, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { markReady, questions, schema } from '../questions.mjs';

const WIDGETS = { long: 'textarea', 'yes-no': 'radio', 'one-of': 'radio', 'some-of': 'checkboxes' };
const uiSchema = Object.fromEntries(
  questions
    .filter(({ kind }) => WIDGETS[kind])
    .map(({ id, kind }) => [id, { 'ui:widget': WIDGETS[kind] }]),
);

function Page() {
  useEffect(markReady, []);
  return createElement(Form, { schema, uiSchema, validator, noHtml5Validate: true });
}
createRoot(document.getElementById('form')).render(createElement(Page));
