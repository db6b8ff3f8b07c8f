// The renderer against nhsuk-frontend's own fixtures: for the same options the same markup,
// natively and in WebAssembly. A fixture that asks for something no page here has is left out, and
// the output says what that is.
//   node fixtures.mjs RENDERER MODULE LAYOUT
// LAYOUT draws what stands around a page's own part, which the browser never does.
// Prints a line a component and, at the end, "PASSED FAILED LEFT_OUT".
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

import { compiled, instantiate } from '../../../wasm/module.mjs';

const packages = createRequire(new URL('../../../../web/package.json', import.meta.url));
const load = async (name) => import(pathToFileURL(packages.resolve(name)));
const { fromJson, toBinary } = await load('@bufbuild/protobuf');
const { StructSchema } = await load('@bufbuild/protobuf/wkt');

// What our pages are made of, and how many of its fixtures must at least be compared: fewer means
// that the options are not understood any more.
const COMPONENTS = {
  'back-link': 2,
  button: 17,
  'character-count': 14,
  checkboxes: 16,
  'date-input': 22,
  'error-message': 4,
  'error-summary': 6,
  fieldset: 2,
  hint: 1,
  input: 19,
  'inset-text': 2,
  label: 11,
  panel: 4,
  radios: 16,
  select: 13,
  'summary-list': 4,
  'task-list': 4,
  textarea: 13,
  'warning-callout': 2,
};

const LAYOUT_COMPONENTS = { footer: 2, header: 1, 'skip-link': 1 };

function fixturesOf(component) {
  const folder = 'nhsuk-frontend/dist/nhsuk/components';
  const file = packages.resolve(`${folder}/${component}/fixtures.json`);
  return JSON.parse(readFileSync(file, 'utf8')).fixtures.map((fixture) => ({
    component,
    ...fixture,
    bytes: Buffer.from(toBinary(StructSchema, fromJson(StructSchema, fixture.context))),
  }));
}

function packed(parts) {
  return Buffer.concat(
    parts.flatMap((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(part.length);
      return [length, part];
    }),
  );
}

function unpacked(bytes) {
  const parts = [];
  for (let at = 0; at < bytes.length; ) {
    const size = bytes.readUInt32LE(at);
    parts.push(bytes.toString('utf8', at + 4, at + 4 + size));
    at += 4 + size;
  }
  return parts;
}

function renderNatively(program, fixtures) {
  const input = packed(
    fixtures.flatMap(({ component, bytes }) => [Buffer.from(component), bytes]),
  );
  const { status, stdout } = spawnSync(program, { input, maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(`the renderer ended with ${status}`);
  const parts = unpacked(stdout);
  return fixtures.map((_, i) => ({ html: parts[2 * i], leftOut: parts[2 * i + 1] }));
}

function renderInWasm(path, fixtures) {
  const wasm = instantiate(compiled(path));
  const put = (buffer, bytes) => {
    const at = wasm[buffer](bytes.length);
    new Uint8Array(wasm.memory.buffer, at, bytes.length).set(bytes);
  };
  const text = (name) => {
    const bytes = new Uint8Array(wasm.memory.buffer, wasm[name](), wasm[`${name}_size`]());
    return new TextDecoder().decode(bytes);
  };
  return fixtures.map(({ component, bytes }) => {
    put('component_buffer', Buffer.from(component));
    put('options_buffer', bytes);
    if (!wasm.render()) throw new Error('the module does not read the options');
    return { html: text('html'), leftOut: text('left_out') };
  });
}

// A task that is opened by a button is written as the link that it is in the fixtures, and one with
// a hint, which ours never has, is taken out of them.
const asLinks = (html) =>
  html
    .replaceAll(
      /<button class="(nhsuk-task-list__link[^"]*)" type="submit"([^>]*?) value="([^"]*)"/g,
      '<a class="$1" href="$3"$2',
    )
    .replaceAll(/(<a class="nhsuk-task-list__link[^<]*)<\/button>/g, '$1</a>')
    .replaceAll(/<li (?:(?!<\/li>)[^])*nhsuk-task-list__hint[^]*?<\/li>/g, '')
    .replaceAll('"your-health-', '"task-');

// Without the white space that only lays out the source, a label's empty `for`, what a part of an
// answer is named after, and what names a button's meaning to whoever posts it, which the fixtures
// have none of.
const normalised = (html) =>
  asLinks(html)
    .replaceAll(' for=""', '')
    .replaceAll(/ name="[\w-]+\.(day|month|year)"/g, ' name="$1"')
    .replaceAll(/ name="action"| value="(change|back)"| form="form"/g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/> /g, '>')
    .replaceAll(/ </g, '<')
    .trim();

const beyondOptions = ({ name }) => name.includes('call block');

let failed = 0;
let leftOut = 0;
let passed = 0;

function compare(component, fixtures, renderings, side) {
  const reasons = {};
  let equal = 0;
  let compared = 0;
  fixtures.forEach((fixture, i) => {
    const reason = beyondOptions(fixture)
      ? 'markup beside the options'
      : renderings[i].leftOut;
    if (reason) {
      reasons[reason] = (reasons[reason] ?? 0) + 1;
      return;
    }
    ++compared;
    const [ours, theirs] = [normalised(renderings[i].html), normalised(fixture.html)];
    if (ours === theirs) ++equal;
    else console.log(`FAILED ${side} ${component}: ${fixture.name}\n  ${ours}\n  ${theirs}`);
  });
  const left = Object.values(reasons).reduce((sum, count) => sum + count, 0);
  const words = Object.entries(reasons).map(([reason, count]) => `${count} for ${reason}`);
  console.log(
    `${component}, ${side}: ${equal} of ${compared} are equal; left out: ${left}` +
      (left ? ` (${words.join('; ')})` : ''),
  );
  passed += equal;
  failed += compared - equal;
  leftOut += left;
  const least = COMPONENTS[component] ?? LAYOUT_COMPONENTS[component];
  if (compared < least) {
    console.log(`FAILED ${component}: fewer than ${least} are compared`);
    ++failed;
  }
}

// A body's own picture stands in the place of the NHS logo, with the service's name as the link's;
// whose the pages are is said in the header, not in a line of copyright.
const withoutOwner = (html) =>
  html
    .replaceAll(/<svg class="nhsuk-header__logo"[^]*?<\/svg>|<img [^>]*>/g, 'PICTURE')
    .replaceAll(/ aria-label="NHS [^"]*homepage"/g, '')
    .replaceAll('<p class="nhsuk-body-s">© NHS England</p>', '');

const [, , program, module, layout] = process.argv;
for (const component of Object.keys(COMPONENTS)) {
  const fixtures = fixturesOf(component);
  compare(component, fixtures, renderNatively(program, fixtures), 'native');
  compare(component, fixtures, renderInWasm(module, fixtures), 'wasm');
}
for (const component of Object.keys(LAYOUT_COMPONENTS)) {
  const change = ({ html, ...rest }) => ({ ...rest, html: withoutOwner(html) });
  const fixtures = fixturesOf(component).map(change);
  compare(component, fixtures, renderNatively(layout, fixtures).map(change), 'native');
}
console.log(`${passed} ${failed} ${leftOut}`);
