// What journeys are told with: a server of their own with the sample call, a browser with a profile
// of its own, and a person who reads labels and presses buttons.
import assert from 'node:assert/strict';
import { spawn, execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const require = createRequire(join(root, 'web/package.json'));
const { chromium } = require('playwright-core');
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const program = join(root, 'build/native/server/muster');
const scratch = join(root, 'build/journey');
export const screenshots = join(scratch, 'screenshots');
mkdirSync(screenshots, { recursive: true });

export const CALL = '/calls/assistant-practitioners';
export const CONFERENCE = '/conferences/assistant-practitioners-2027';

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

// The sample call or conference, with its times moved so that it opened a month ago.
export function sampleOf(kind) {
  const folder = join(root, 'server/sample');
  const file = readdirSync(folder).find((name) => name.includes(`.${kind}.`));
  const text = readFileSync(join(folder, file), 'utf8');
  const opened = Number(text.match(/open_time \{ seconds: (\d+) \}/)[1]);
  const later = Math.floor(Date.now() / 1000) - 30 * 24 * 3600 - opened;
  return text.replace(
    /(_time \{ seconds: )(\d+)/g,
    (_, field, seconds) => `${field}${Number(seconds) + later}`,
  );
}

let folderCount = 0;

export function makeFolder(name) {
  const folder = join(scratch, `${name}-${process.pid}-${++folderCount}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

// Muster with the sample call and conference in an empty store. It can be taken down and brought up
// again with the same data at the same address.
export class Server {
  // `also`: further calls and conferences, as pairs of kind and text. `flags`: more of
  // `muster serve`.
  static async start(also = [], flags = []) {
    const server = await Server.onFreePort();
    server.flags = flags;
    server.data = join(server.folder, 'muster.db');
    server.grpc = await freePort();
    for (const kind of ['call', 'conference']) server.apply(kind, sampleOf(kind));
    for (const [kind, text] of also) server.apply(kind, text);
    await server.up();
    return server;
  }

  // `muster call preview` of a call in text format. What it makes it makes in the folder `made`.
  static async preview(text) {
    const server = await Server.onFreePort();
    server.made = join(server.folder, 'made');
    mkdirSync(server.made);
    const file = join(server.folder, 'call.textproto');
    writeFileSync(file, text);
    await server.run(['call', 'preview', file], { TMPDIR: server.made });
    return server;
  }

  static async onFreePort() {
    const server = new Server();
    server.folder = makeFolder('data');
    server.http = await freePort();
    server.address = `http://127.0.0.1:${server.http}`;
    server.assets = join(root, 'build/web');
    return server;
  }

  // Puts a call or conference in text format into the store; not while the server is up.
  apply(kind, text) {
    const file = join(this.folder, `${kind}.textproto`);
    writeFileSync(file, text);
    execFileSync(program, [kind, 'apply', file, '--store', `sqlite:${this.data}`]);
  }

  async up() {
    const places = ['--store', `sqlite:${this.data}`, '--grpc', `127.0.0.1:${this.grpc}`];
    await this.run(['serve', ...places, '--log', 'warning', ...this.flags]);
  }

  async run(command, environment = {}) {
    this.process = spawn(
      program,
      [...command, '--http', `127.0.0.1:${this.http}`, '--assets', this.assets],
      { stdio: 'inherit', env: { ...process.env, ...environment } },
    );
    for (let attempt = 0; attempt < 200; ++attempt) {
      const isUp = await fetch(this.address).then(
        (reply) => reply.ok,
        () => false,
      );
      if (isUp) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the server does not answer');
  }

  async down(signal = 'SIGTERM') {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill(signal);
    await ended;
  }

  // How many rows a table has.
  count(table) {
    const query =
      'import sqlite3, sys\n' +
      `rows = sqlite3.connect(sys.argv[1]).execute("SELECT count(*) FROM ${table}")\n` +
      'print(rows.fetchone()[0])';
    return Number(execFileSync('/usr/bin/python3', ['-c', query, this.data], { encoding: 'utf8' }));
  }

  get isUp() {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  async stop() {
    if (this.isUp) await this.down();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export class Browser {
  // `profile`: a folder that a browser used before. `script`: 'blocked' runs scripts, but those of
  // our pages never arrive; with false it runs none, which not every tool can look into.
  // `worker`: whether pages may have a service worker. `cookies`: false refuses them all, by the
  // browser's own setting.
  static async start({
    profile = makeFolder('profile'),
    script = true,
    worker = true,
    cookies = true,
    width = 1024,
  } = {}) {
    const browser = new Browser();
    browser.profile = profile;
    browser.script = script;
    browser.troubles = [];
    if (!cookies) {
      mkdirSync(join(profile, 'Default'), { recursive: true });
      const settings = { profile: { default_content_setting_values: { cookies: 2 } } };
      writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(settings));
    }
    browser.context = await chromium.launchPersistentContext(profile, {
      executablePath: '/usr/bin/chromium',
      headless: true,
      javaScriptEnabled: script !== false,
      viewport: { width, height: 900 },
      reducedMotion: 'reduce',
      // The browser sees the network as it is, the service worker included.
      serviceWorkers: worker ? 'allow' : 'block',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-sync',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-dev-shm-usage',
      ],
    });
    browser.context.setDefaultTimeout(10_000);
    if (script === 'blocked') {
      await browser.context.route('**/assets/*.js', (route) =>
        route.fulfill({ contentType: 'text/javascript', body: '' }),
      );
    }
    return browser;
  }

  async person(server) {
    const page =
      this.context.pages().find((open) => open.url() === 'about:blank') ??
      (await this.context.newPage());
    return new Person(page, server, this.troubles, this.script);
  }

  // As the machine losing power would: nothing is said to the page.
  async kill() {
    const lines = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' }).split('\n');
    const own = lines.filter((line) => line.includes(`--user-data-dir=${this.profile}`));
    const closed = new Promise((resolve) => this.context.once('close', resolve));
    for (const line of own) process.kill(Number(line.trim().split(' ')[0]), 'SIGKILL');
    await closed;
  }

  async stop() {
    await this.context.close();
    rmSync(this.profile, { recursive: true, force: true });
    // A console error, a blocked script or a failed request that no journey expected.
    assert.deepEqual(this.troubles, []);
  }
}

export class Person {
  constructor(page, server, troubles, script) {
    this.page = page;
    this.script = script;
    this.server = server;
    this.expectsTrouble = false;
    const note = (what) => {
      if (!this.expectsTrouble) troubles.push(what);
    };
    page.on('console', (message) => {
      if (message.text().includes('registration blocked by Playwright')) return;
      if (['error', 'warning'].includes(message.type())) note(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => note(`page: ${error}`));
    page.on('response', (reply) => {
      if (reply.status() >= 400) note(`${reply.status()} ${reply.url()}`);
    });
  }

  async open(path) {
    await this.page.goto(this.server.address + path);
    await this.ready();
  }

  async reload() {
    await this.page.reload();
    await this.ready();
  }

  // The script has the form, where there is one and script runs. A journey whose script does not
  // come, or comes when the journey says so, has another `script` than true.
  async ready() {
    if (this.script !== true) return;
    if (!(await this.page.locator('#muster-form').count())) return;
    await this.page.locator('#muster-form[data-ready]').waitFor();
  }

  // All the words between `actions` are labels and buttons as they stand on the page.
  async fill(label, text) {
    await this.page.getByLabel(label, { exact: true }).fill(text);
  }
  async type(label, text) {
    await this.page.getByLabel(label, { exact: true }).pressSequentially(text, { delay: 5 });
  }
  async tick(label) {
    await this.page.getByLabel(label, { exact: true }).check();
  }
  async press(button) {
    await this.page.getByRole('button', { name: button, exact: true }).first().click();
  }
  async follow(link) {
    await this.page.getByRole('link', { name: link, exact: true }).first().click();
  }
  async sees(text) {
    await this.page.getByText(text).first().waitFor();
  }
  async seesHeading(text) {
    await this.page.getByRole('heading', { level: 1, name: text }).waitFor();
  }
  // The receipt is the server's page; until it is there, another one has the same heading.
  async seesReceipt(text) {
    await this.page.locator('.nhsuk-panel h1', { hasText: text }).waitFor();
  }
  async seesNot(text) {
    assert.equal(await this.page.getByText(text).count(), 0, `"${text}" is on the page`);
  }
  async valueOf(label) {
    return this.page.getByLabel(label, { exact: true }).inputValue();
  }
  async hasFocusOn(selector) {
    await this.page.waitForFunction((wanted) => document.activeElement?.matches(wanted), selector);
  }
  async waitUntilSaved() {
    await this.page.getByRole('status').getByText('Saved on this device').waitFor();
    // The words stay while the next save is about to happen: give it the time it may take.
    await this.page.waitForTimeout(400);
  }
  // Waits for what a page can only tell later. Playwright's own waitForFunction takes the promise
  // of an async predicate for its answer, and does not wait.
  async until(predicate, argument) {
    for (let attempt = 0; attempt < 200; ++attempt) {
      if (await this.page.evaluate(predicate, argument)) return;
      await this.page.waitForTimeout(50);
    }
    throw new Error(`never true: ${predicate}`);
  }
  async title() {
    return this.page.title();
  }

  // What the accessibility rules find wrong, those of WCAG 2.2 AA that are off by themselves
  // included.
  async violations() {
    await this.page.evaluate(axeSource);
    return this.page.evaluate(async () => {
      const results = await globalThis.axe.run(document, {
        resultTypes: ['violations'],
        rules: { 'target-size': { enabled: true } },
      });
      return results.violations.map(
        (violation) =>
          `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`,
      );
    });
  }

  // The page as it is now: no violation of the accessibility rules, no sideways scrolling on a
  // phone, and a picture for people to look at.
  async inspect(name) {
    const page = this.page;
    assert.deepEqual(await this.violations(), [], `${name}: axe`);
    await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
    const size = page.viewportSize();
    await page.setViewportSize({ width: 320, height: 640 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    await page.screenshot({ path: join(screenshots, `${name}-320.png`), fullPage: true });
    await page.setViewportSize(size);
    assert.ok(width <= 320, `${name}: ${width} px wide on a screen of 320 px`);
  }
}

export { assert };
