// Muster's form page beside its peers, all in one Chromium and taking turns: what they weigh, when
// they can be used, what a key costs, how soon a failed check is seen, memory, accessibility, and
// whether they work under a strict Content-Security-Policy. Prints a JSON line a figure, then the
// budgets; ends with 1 when Muster misses one.
import { createServer } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { createRequire } from 'node:module';
import { brotliCompressSync } from 'node:zlib';

import { CALL, Server, sampleOf } from '../../journey/support.mjs';
import { PEERS, buildPeer, folderOf } from './build.mjs';
import { REQUIRED, questions } from './questions.mjs';
import { best, median, reportBudgets } from './budgets.mjs';

const require = createRequire(new URL('../../../web/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const root = new URL('../../../', import.meta.url).pathname;
const ROUNDS = Number(process.env.ROUNDS ?? 7);
// Turns a round of those between whom budgets decide; the others have one.
const TURNS = 3;
const turnsOf = (name) => (name === 'floor' || name === 'muster' ? TURNS : 1);
// How long a page may take on a machine that has much else to do.
const LIMIT_MILLISECONDS = 120_000;

const STRICT =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
  "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'";
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css' };

// What a page is used by: where to type, what sends it, what shows that the check failed, and for
// which answer.
const PAGES = {
  floor: {
    text: 'textarea',
    send: 'button[type=submit]',
    failed: '.nhsuk-error-summary',
    each: '.nhsuk-error-message',
  },
  surveyjs: {
    text: 'textarea',
    send: '.sd-navigation__complete-btn',
    failed: '.sd-element__erbox, .sd-question__erbox',
    each: '.sd-element__erbox, .sd-question__erbox',
  },
  rjsf: {
    text: 'textarea',
    send: 'button[type=submit]',
    failed: '.error-detail, .panel-danger',
    each: '.error-detail',
  },
  jsonforms: {
    text: 'textarea',
    send: 'button[type=submit]',
    failed: '.validation_error',
    each: '.validation_error',
  },
  formio: {
    text: 'textarea',
    send: 'button[name="data[submit]"]',
    failed: '.alert-danger',
    each: '.alert-danger li, .formio-error-wrapper',
  },
  muster: {
    text: '[name="information_outside_themes"]',
    send: 'main button[value=continue]',
    failed: '.nhsuk-error-summary',
    each: '.nhsuk-error-message',
  },
};

// Questions as an organiser would put them: those of the peers' pages but the first, which every
// call asks.
function musterCall() {
  const kinds = { short: 1, long: 2, 'yes-no': 3, 'one-of': 4, 'some-of': 5 };
  const NAMES = ['', 'SHORT_TEXT', 'LONG_TEXT', 'YES_NO', 'ONE_OF', 'SOME_OF'];
  const texts = questions.slice(1).map(
    ({ id, kind, label, choices = [], isRequired }) =>
      `questions {\n  id: "${id}"\n  label: "${label}"\n  ` +
      `kind: QUESTION_KIND_${NAMES[kinds[kind]]}\n${isRequired ? '  required: true\n' : ''}` +
      choices
        .map((choice) => `  choices { value: "${choice.toLowerCase()}" label: "${choice}" }\n`)
        .join('') +
      '}\n',
  );
  // A translation would have to be of these questions: there is none.
  const call = sampleOf('call').replace(/^(questions|translations) \{\n((  .*)?\n)*\}\n/gm, '');
  return `${call}\n${texts.join('')}`;
}

// The peers' pages, compressed as a server would.
async function servePeers() {
  const compressed = new Map();
  const listener = createServer((asked, answer) => {
    const { pathname, searchParams } = new URL(asked.url, 'http://127.0.0.1');
    const [, peer, name] = pathname.split('/');
    const file = join(folderOf(peer), name || 'index.html');
    if (!PEERS.includes(peer) || !existsSync(file)) return answer.writeHead(404).end();
    if (!compressed.has(file)) compressed.set(file, brotliCompressSync(readFileSync(file)));
    const headers = { 'content-type': TYPES[extname(file)], 'content-encoding': 'br' };
    if (searchParams.has('strict')) headers['content-security-policy'] = STRICT;
    return answer.writeHead(200, headers).end(compressed.get(file));
  });
  await new Promise((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${listener.address().port}`, stop: () => listener.close() };
}

// Runs in the page before anything of it: when it is ready, the first frame that shows a failed
// check, and the memory of its wasm. It watches only while it waits: keys cost nothing more.
function watchPage(failed) {
  globalThis.measured = {};
  const waitFor = (selector, attributeFilter, seen) => {
    const watch = new MutationObserver(() => {
      if (!document.querySelector(selector)) return;
      watch.disconnect();
      seen();
    });
    watch.observe(document, { subtree: true, childList: true, attributeFilter });
  };
  waitFor('html[data-ready], #muster-form[data-ready]', ['data-ready'], () => {
    measured.ready = performance.now();
  });
  const onClick = () => {
    const clicked = performance.now();
    waitFor(failed, ['class'], () => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => (measured.painted = performance.now() - clicked);
      requestAnimationFrame(() => channel.port2.postMessage(''));
    });
  };
  addEventListener('click', onClick, { capture: true, once: true });
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...given) => {
    const made = await instantiate(...given);
    measured.wasmMemory = (made.exports ?? made.instance.exports).memory;
    return made;
  };
}

class Visit {
  static async make(browser, name, address, rate = 1) {
    const visit = new Visit();
    visit.context = await browser.newContext({ viewport: { width: 1024, height: 900 } });
    visit.context.setDefaultTimeout(LIMIT_MILLISECONDS);
    visit.page = await visit.context.newPage();
    visit.is = PAGES[name];
    await visit.page.addInitScript(watchPage, visit.is.failed);
    visit.session = await visit.context.newCDPSession(visit.page);
    if (rate > 1) await visit.session.send('Emulation.setCPUThrottlingRate', { rate });
    visit.address = address;
    return visit;
  }
  async ready() {
    await this.page.goto(this.address);
    const handle = await this.page.waitForFunction(() => measured.ready);
    const ready = await handle.jsonValue();
    await this.page.waitForLoadState('networkidle');
    return ready;
  }
  async taskMilliseconds() {
    const { metrics } = await this.session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
  }
  // Of 60 keys in a long text, without what the page does when nothing is typed.
  async millisecondsPerKey() {
    // Of the page's thread, whatever else the machine does.
    await this.session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await this.page.locator(this.is.text).first().focus();
    const spend = async (work) => {
      const begin = await this.taskMilliseconds();
      await work();
      return (await this.taskMilliseconds()) - begin;
    };
    const keys = 60;
    const typed = await spend(() =>
      this.page.keyboard.type('abcdefghi '.repeat(keys / 10), { delay: 25 }),
    );
    return typed / keys;
  }
  async failedCheck() {
    await this.page.locator(this.is.send).last().click();
    const handle = await this.page.waitForFunction(() => measured.painted);
    return handle.jsonValue();
  }
  async heap() {
    await this.session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await this.session.send('Runtime.getHeapUsage');
    const wasm = await this.page.evaluate(() => measured.wasmMemory?.buffer.byteLength ?? 0);
    return { heap: usedSize / 1e6, wasmMemory: wasm / 1e6 };
  }
  async axe() {
    await this.page.evaluate(axeSource);
    return this.page.evaluate(async () => {
      const rules = { 'target-size': { enabled: true } };
      const { violations } = await axe.run(document, { rules });
      return violations.reduce((sum, { nodes }) => sum + nodes.length, 0);
    });
  }
  async fetched() {
    return this.page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .filter(({ name }) => /\.(js|css|wasm)$/.test(name))
        .reduce((sum, { transferSize }) => sum + transferSize, 0),
    );
  }
  stop() {
    return this.context.close();
  }
}

async function weigh(name) {
  if (name !== 'muster') {
    const files = ['page.js', 'page.css'].map((file) => join(folderOf(name), file));
    const sizes = files.map((file) =>
      existsSync(file) ? brotliCompressSync(readFileSync(file)).length : 0,
    );
    return { js: sizes[0], css: sizes[1] };
  }
  const manifest = JSON.parse(readFileSync(join(root, 'build/web/manifest.json'), 'utf8'));
  const size = (asset) => readFileSync(join(root, 'build/web', `${manifest[asset]}.br`)).length;
  return { js: size('main.js'), css: size('main.css'), wasm: size('core.wasm') };
}

// Works under the strict policy: it can be used, and a failed check names every missing answer.
async function worksStrictly(browser, name, address) {
  const visit = await Visit.make(browser, name, name === 'muster' ? address : `${address}?strict`);
  // Some never are.
  visit.context.setDefaultTimeout(30_000);
  const works = await visit
    .ready()
    .then(() => visit.failedCheck())
    .then(() => visit.page.locator(visit.is.each).count())
    .then(
      (count) => count >= REQUIRED,
      () => false,
    );
  await visit.stop();
  return works;
}

async function measure(browser, names, addressOf) {
  const results = {};
  for (const name of names) {
    results[name] = { ready: [], slow: [], paint: [], slowPaint: [], key: [] };
  }
  for (let turn = 0; turn < ROUNDS * TURNS; ++turn) {
    for (const name of names.filter((each) => turn % TURNS < turnsOf(each))) {
      const result = results[name];
      let visit = await Visit.make(browser, name, addressOf(name));
      result.ready.push(await visit.ready());
      result.key.push(await visit.millisecondsPerKey());
      result.paint.push(await visit.failedCheck());
      if (turn === 0) {
        Object.assign(result, await visit.heap());
        result.axe = await visit.axe();
        await visit.ready();
        result.repeat = await visit.fetched();
      }
      await visit.stop();
      visit = await Visit.make(browser, name, addressOf(name), 4);
      result.slow.push(await visit.ready());
      result.slowPaint.push(await visit.failedCheck());
      await visit.stop();
    }
  }
  for (const name of names) {
    results[name].strict = await worksStrictly(browser, name, addressOf(name));
    Object.assign(results[name], await weigh(name));
  }
  return results;
}

function print(results) {
  const line = (name, value, unit, of) =>
    console.log(JSON.stringify({ name, value: Number(value.toPrecision(4)), unit, of }));
  for (const [name, result] of Object.entries(results)) {
    const at = (what) => `form.${name}.${what}`;
    const size = result.js + result.css + (result.wasm ?? 0);
    line(at('size'), size, 'bytes', 'after brotli: scripts, styles, wasm');
    const turns = result.ready.length;
    line(at('ready'), median(result.ready), 'ms', `median of ${turns}`);
    line(at('ready.ratio'), median(result.ready) / median(results.floor.ready), '', 'floor, ready');
    line(at('ready_4x'), median(result.slow), 'ms', `median of ${turns}, CPU at a quarter`);
    line(at('ready_4x.ratio'), median(result.slow) / median(results.floor.slow), '',
      'floor, ready_4x');
    line(at('cpu_per_key'), best(result.key), 'ms', `best of ${turns}`);
    line(at('validate_to_paint'), best(result.paint), 'ms', `best of ${turns}`);
    line(at('validate_to_paint_4x'), best(result.slowPaint), 'ms',
      `best of ${turns}, CPU at a quarter`);
    line(at('heap'), result.heap, 'MB', 'after a failed check and a collection');
    if (result.wasm) line(at('wasm_memory'), result.wasmMemory, 'MB');
    line(at('axe'), result.axe, 'elements', 'after a failed check, that break a rule');
    line(at('strict_csp'), Number(result.strict), 'works');
  }
}

const names = ['floor', 'muster'];
// ONLY=floor leaves the others out.
const wanted = process.env.ONLY?.split(',') ?? PEERS;
for (const peer of PEERS.filter((each) => wanted.includes(each))) {
  await buildPeer(peer);
  if (peer !== 'floor') names.push(peer);
}
const peers = await servePeers();
const server = await Server.start([['call', musterCall()]]);
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-frame-rate-limit', '--disable-gpu-vsync'],
});
try {
  const addressOf = (name) =>
    name === 'muster'
      ? `${server.address}${CALL}/submit?page=outside-themes`
      : `${peers.address}/${name}/`;
  const results = await measure(browser, names, addressOf);
  print(results);
  process.exitCode = reportBudgets(results) ? 0 : 1;
} finally {
  await browser.close();
  await server.stop();
  peers.stop();
}
