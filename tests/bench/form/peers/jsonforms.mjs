import { JsonForms } from '@jsonforms/react';
import { vanillaCells, vanillaRenderers } from '@jsonforms/vanilla-renderers';
import { createElement, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { markReady, questions, schema } from '../questions.mjs';

const OPTIONS = {
  long: { multi: true },
  'yes-no': { format: 'radio' },
  'one-of': { format: 'radio' },
};
const uischema = {
  type: 'VerticalLayout',
  elements: questions.map(({ id, kind }) => ({
    type: 'Control',
    scope: `#/properties/${id}`,
    options: OPTIONS[kind] ?? {},
  })),
};

function Page() {
  const [data, setData] = useState({});
  const [isSent, setSent] = useState(false);
  useEffect(markReady, []);
  return createElement(
    'div',
    null,
    createElement(JsonForms, {
      schema,
      uischema,
      data,
      renderers: vanillaRenderers,
      cells: vanillaCells,
      validationMode: isSent ? 'ValidateAndShow' : 'ValidateAndHide',
      onChange: (change) => setData(change.data),
    }),
    createElement('button', { type: 'submit', onClick: () => setSent(true) }, 'Send'),
  );
}
createRoot(document.getElementById('form')).render(createElement(Page));
