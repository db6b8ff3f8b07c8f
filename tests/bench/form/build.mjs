// Builds the peers' pages: build/bench/form/NAME/{index.html,page.js,page.css}, each as its
// makers say, bundled and minified.
import { createRequire } from 'node:module';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { questions, LONGEST } from './questions.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../../../', import.meta.url));
const web = createRequire(join(root, 'web/package.json'));
const { build } = web('esbuild');

export const PEERS = ['floor', 'surveyjs', 'rjsf', 'jsonforms', 'formio'];
export const folderOf = (peer) => join(root, 'build/bench/form', peer);

const label = (question, size) =>
  `<label class="nhsuk-label nhsuk-label--${size}" for="${question.id}">${question.label}</label>`;

function choices(question, kind, texts) {
  const items = texts.map((text, i) => {
    const id = i ? `${question.id}-${i + 1}` : question.id;
    const type = kind === 'radios' ? 'radio' : 'checkbox';
    return (
      `<div class="nhsuk-${kind}__item"><input class="nhsuk-${kind}__input" id="${id}" ` +
      `name="${question.id}" type="${type}" value="${text}">` +
      `<label class="nhsuk-label nhsuk-${kind}__label" for="${id}">${text}</label></div>`
    );
  });
  return (
    '<fieldset class="nhsuk-fieldset"><legend class="nhsuk-fieldset__legend ' +
    `nhsuk-fieldset__legend--s">${question.label}</legend>` +
    `<div class="nhsuk-${kind}" data-module="nhsuk-${kind}">${items.join('')}</div></fieldset>`
  );
}

function control(question) {
  const { id, kind } = question;
  if (kind === 'yes-no') return choices(question, 'radios', ['Yes', 'No']);
  if (kind === 'one-of') return choices(question, 'radios', question.choices);
  if (kind === 'some-of') return choices(question, 'checkboxes', question.choices);
  if (kind === 'short') {
    return `${label(question, 's')}<input class="nhsuk-input" id="${id}" name="${id}" type="text">`;
  }
  return (
    `${label(question, 's')}<textarea class="nhsuk-textarea nhsuk-js-character-count" id="${id}" ` +
    `name="${id}" rows="8" aria-describedby="${id}-info"></textarea>` +
    `<div class="nhsuk-hint nhsuk-character-count__message" id="${id}-info">` +
    `You can enter up to ${LONGEST} characters</div>`
  );
}

function group(question) {
  const isLong = question.kind === 'long';
  return (
    `<div class="nhsuk-form-group${isLong ? ' nhsuk-character-count' : ''}"` +
    (isLong ? ` data-module="nhsuk-character-count" data-maxlength="${LONGEST}"` : '') +
    `${question.isRequired ? ' data-required' : ''}>${control(question)}</div>`
  );
}

const floorForm = () =>
  `<form novalidate method="post">${questions.map(group).join('')}` +
  '<button class="nhsuk-button" data-module="nhsuk-button" type="submit">Continue</button></form>';

const page = (peer) => `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>${peer}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="page.css">
<script type="module" src="page.js"></script></head>
<body><div class="nhsuk-width-container"><main class="nhsuk-main-wrapper" id="maincontent">
<h1 class="nhsuk-heading-l">Your answers</h1>
${peer === 'floor' ? floorForm() : '<div id="form"></div>'}
</main></div></body></html>
`;

export async function buildPeer(peer) {
  const folder = folderOf(peer);
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [join(here, 'peers', `${peer}.mjs`)],
    outfile: join(folder, 'page.js'),
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.woff': 'empty', '.woff2': 'empty', '.ttf': 'empty', '.svg': 'dataurl' },
    nodePaths: [join(here, 'node_modules'), join(root, 'web/node_modules')],
    logLevel: 'error',
  });
  if (peer === 'floor') {
    const style = web.resolve('nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.css');
    copyFileSync(style, join(folder, 'page.css'));
  }
  writeFileSync(join(folder, 'index.html'), page(peer));
}
