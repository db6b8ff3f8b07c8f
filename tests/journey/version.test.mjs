// The program changes while somebody has its pages open: no page is ever made of two versions.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, test } from 'node:test';
import { Between } from './between.mjs';
import { Browser, CALL, Server, assert, makeFolder } from './support.mjs';
import { individual, noConsents, questions } from './people.mjs';

const built = fileURLToPath(new URL('../../build/web', import.meta.url));
const manifestOf = (folder) => JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));

// The same program as another version: other bytes and so other addresses for script, style and
// core.
const CHANGES = {
  // A section of its own that says nothing.
  'core.wasm': Buffer.from([0, 2, 1, 118]),
  'main.css': Buffer.from('\n/* later */\n'),
  'main.js': Buffer.from('\n// later\n'),
};

function makeNextVersion() {
  const folder = makeFolder('web');
  cpSync(built, folder, { recursive: true });
  const manifest = manifestOf(folder);
  const renamed = [];
  for (const [name, addition] of Object.entries(CHANGES)) {
    const bytes = Buffer.concat([readFileSync(join(folder, manifest[name])), addition]);
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
    const address = manifest[name].replace(/-\w+\./, `-${hash}.`);
    for (const ending of ['', '.br', '.gz']) rmSync(join(folder, manifest[name] + ending));
    writeFileSync(join(folder, address), bytes);
    writeFileSync(join(folder, `${address}.br`), brotliCompressSync(bytes));
    writeFileSync(join(folder, `${address}.gz`), gzipSync(bytes));
    renamed.push([manifest[name], address]);
    manifest[name] = address;
  }
  let worker = readFileSync(join(folder, 'sw.js'), 'utf8');
  for (const [from, to] of renamed) worker = worker.replaceAll(from, to);
  const [version] = worker.match(/(?<=muster assets )[0-9a-f]{12}/);
  worker = worker.replaceAll(version, 'f'.repeat(12));
  writeFileSync(join(folder, 'sw.js'), worker);
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return folder;
}

let server;
let browser;
let next;
beforeEach(async () => {
  server = await Server.start();
  browser = await Browser.start();
  next = makeNextVersion();
});
afterEach(async () => {
  await browser?.stop();
  await server?.stop();
  rmSync(next, { recursive: true, force: true });
});

async function serve(folder) {
  await server.down();
  server.assets = folder;
  await server.up();
}

// 'old' or 'next' for each asset that the page is made of.
async function versionsOf(person) {
  const addresses = await person.page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => path.startsWith('/assets/') && !path.includes('favicon')),
  );
  const isNext = (path) => Object.values(manifestOf(next)).includes(path);
  return addresses.map((path) => (isNext(path) ? 'next' : 'old'));
}
async function isMadeOf(person, version) {
  const versions = await versionsOf(person);
  assert.ok(versions.length >= 3, `${versions.length} assets`);
  assert.deepEqual([...new Set(versions)], [version]);
}

// The worker keeps the page and all assets.
async function untilKept(person, cache) {
  await person.until(
    async ([path, name]) => {
      const registration = await navigator.serviceWorker.getRegistration();
      if (registration?.active?.state !== 'activated') return false;
      const kept = await caches.match(location.origin + path);
      const names = (await caches.keys()).filter((each) => each.startsWith('muster assets'));
      return Boolean(kept) && names.length === 1 && names[0].endsWith(name);
    },
    [`${CALL}/submit`, cache],
  );
}

const isNextInstalled = async () =>
  (await navigator.serviceWorker.getRegistration()).waiting?.state === 'installed';

test('an open page of the old version goes on, a new one is of the new version whole', async () => {
  const old = await browser.person(server);
  await old.open(`${CALL}/submit`);
  await untilKept(old, '');
  await individual(old);
  await old.waitUntilSaved();
  await serve(next);

  const later = await browser.person(server);
  await later.open(`${CALL}/submit`);
  await isMadeOf(later, 'next');
  await later.sees('Your answers are back');
  await later.until(isNextInstalled);
  await isMadeOf(old, 'old');
  await later.page.close();

  // The old page still works, to the receipt.
  await old.press('Continue');
  await old.seesHeading('More about your evidence');
  await old.fill('Evidence or information outside the themes', 'By the old version.');
  await questions(old);
  await old.press('Continue');
  await noConsents(old);
  await isMadeOf(old, 'old');
  await old.press('Confirm and send');
  await old.seesReceipt('Evidence sent');
  await old.sees('By the old version.');
});

test('once the old pages are gone, the new version is kept alone and works offline', async () => {
  const old = await browser.person(server);
  await old.open(`${CALL}/submit`);
  await untilKept(old, '');
  await serve(next);
  let person = await browser.person(server);
  await person.open(`${CALL}/submit`);
  await person.until(isNextInstalled);

  // Offline between the versions: whatever opens is of one of them.
  await browser.context.setOffline(true);
  await server.down();
  person.expectsTrouble = true;
  await person.reload();
  assert.equal(new Set(await versionsOf(person)).size, 1);
  await browser.context.setOffline(false);
  await server.up();

  // The browser is closed, and opened another day.
  await browser.context.close();
  browser = await Browser.start({ profile: browser.profile });
  person = await browser.person(server);
  await person.open(`${CALL}/submit`);
  await untilKept(person, 'f'.repeat(12));
  person.expectsTrouble = true;
  await browser.context.setOffline(true);
  await server.down();
  await person.reload();
  await isMadeOf(person, 'next');
  await individual(person);
  await browser.context.setOffline(false);
  await server.up();
});

test('a kept page that is gone from the site keeps no version before', async () => {
  let person = await browser.person(server);
  await person.open(`${CALL}/submit`);
  await untilKept(person, '');
  await person.page.evaluate(async () => {
    const pages = await caches.open('muster pages');
    await pages.put(`${location.origin}/calls/gone`, new Response('It was here.'));
  });
  await serve(next);
  await person.reload();
  await person.until(isNextInstalled);
  await browser.context.close();
  browser = await Browser.start({ profile: browser.profile });
  person = await browser.person(server);
  person.expectsTrouble = true;
  await person.open(`${CALL}/submit`);
  await untilKept(person, 'f'.repeat(12));
  assert.ok(await person.page.evaluate(async () => !(await caches.match('/calls/gone'))));
});

test('a version that does not arrive whole is not taken', async () => {
  const between = await Between.start(server);
  const old = await browser.person(between);
  await old.open(`${CALL}/submit`);
  await untilKept(old, '');
  await serve(next);
  between.refuses = new RegExp(manifestOf(next)['main.css']);
  old.expectsTrouble = true;
  const outcome = await old.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const worker = await new Promise((resolve) => {
      registration.addEventListener('updatefound', () => resolve(registration.installing));
      registration.update();
    });
    await new Promise((resolve) => {
      if (['redundant', 'installed'].includes(worker.state)) resolve();
      worker.addEventListener('statechange', () => resolve());
    });
    return worker.state;
  });
  assert.equal(outcome, 'redundant');
  await browser.context.setOffline(true);
  await between.stop();
  await old.reload();
  await isMadeOf(old, 'old');
  await browser.context.setOffline(false);
});
