// A form in a page of another site.
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { EVERY_KIND, answersAll, everyKind, toTheQuestions } from './every-kind.mjs';
import { Browser, CALL, Server, assert } from './support.mjs';

let server;
let browser;
let host;
let hostAddress;
// The other site is another one to the browser as well: "localhost" and "127.0.0.1" share nothing.
const callAt = { '/every-kind': EVERY_KIND };
before(async () => {
  host = createServer((request, reply) => {
    const call = callAt[request.url] ?? CALL;
    reply.setHeader('content-type', 'text/html; charset=utf-8');
    reply.setHeader(
      'content-security-policy',
      `default-src 'none'; script-src ${server.address}; frame-src ${server.address}`,
    );
    reply.end(
      `<!DOCTYPE html><html lang="en"><title>Another site</title><main><h1>Another site</h1>` +
        `<div ${request.url === '/cy' ? 'lang="cy"' : ''}>` +
        `<muster-form call="${call.split('/').pop()}"><a href="${server.address}${call}/submit">` +
        `Send evidence</a></muster-form></div></main>` +
        `<script src="${server.address}/embed.js" defer></script></html>`,
    );
  });
  await new Promise((resolve) => host.listen(0, '127.0.0.1', resolve));
  hostAddress = `http://localhost:${host.address().port}`;
  server = await Server.start([['call', everyKind()]], ['--embed-origin', hostAddress]);
  browser = await Browser.start();
});
after(async () => {
  await browser?.stop();
  await server?.stop();
  host?.close();
});

test('evidence is sent from a page of another site', async () => {
  const person = await browser.person(server);
  await person.page.goto(hostAddress);
  const frame = person.page.frameLocator('muster-form iframe');
  await frame.locator('#muster-form[data-ready]').waitFor();
  await frame.getByLabel('Me, as an individual').check();
  await frame.getByRole('button', { name: 'Continue' }).click();
  await frame.getByRole('heading', { name: 'About you' }).waitFor();
  await frame.getByLabel('Your full name').fill('Eve Host');
  await frame.getByLabel('Your email address').fill('eve@example.org');
  await frame.getByRole('button', { name: 'Continue' }).click();
  await frame.getByLabel('Yes, I have completed this section').check();
  await frame.getByRole('button', { name: 'Continue' }).click();
  await frame.getByLabel('Evidence or information outside the themes').fill('From another site.');
  await frame.getByRole('group', { name: /evaluated/ }).getByLabel('Yes').check();
  await frame.getByRole('button', { name: 'Continue' }).click();
  await frame.getByRole('button', { name: 'Continue' }).click();
  await frame.getByRole('button', { name: 'Confirm and send' }).click();
  await frame.getByRole('heading', { name: 'Evidence sent' }).waitFor();
  assert.equal(server.count('submissions'), 1);
  await person.page.close();
});

test('every kind of question is answered on a page of another site', async () => {
  const person = await browser.person(server);
  await person.page.goto(`${hostAddress}/every-kind`);
  const frame = person.page.frameLocator('muster-form iframe');
  await frame.locator('#muster-form[data-ready]').waitFor();
  const inside = { page: frame };
  await toTheQuestions(inside);
  await answersAll(inside);
  await person.page.close();
});

test('the frame is as high as the form, and is called what its page is called', async () => {
  const person = await browser.person(server);
  await person.page.goto(hostAddress);
  const iframe = person.page.locator('muster-form iframe');
  const frame = person.page.frameLocator('muster-form iframe');
  await frame.locator('#muster-form[data-ready]').waitFor();
  await person.page.waitForFunction(() =>
    document.querySelector('iframe').title.startsWith('Who is sending this evidence?'),
  );
  const inner = await frame.locator('html').evaluate((html) => html.getBoundingClientRect().height);
  await person.page.waitForFunction(
    (height) => Math.abs(document.querySelector('iframe').clientHeight - height) < 2,
    inner,
  );
  const scrolls = await frame
    .locator('html')
    .evaluate((html) => html.scrollHeight > html.clientHeight + 1);
  assert.equal(scrolls, false);
  await person.inspect('embedded');
  assert.equal(await iframe.count(), 1);
  await person.page.close();
});

test('in a Welsh part of the page the form is in Welsh', async () => {
  const person = await browser.person(server);
  await person.page.goto(`${hostAddress}/cy`);
  const frame = person.page.frameLocator('muster-form iframe');
  await frame.getByRole('button', { name: 'Parhau' }).waitFor();
  await person.page.close();
});

test('a site that is not named can not show the form', async () => {
  const unnamed = await Server.start();
  const reply = await fetch(`${unnamed.address}${CALL}/submit`);
  assert.match(reply.headers.get('content-security-policy'), /frame-ancestors 'none'/);
  await unnamed.stop();
  const named = await fetch(`${server.address}${CALL}/submit`);
  assert.match(
    named.headers.get('content-security-policy'),
    new RegExp(`frame-ancestors ${hostAddress}$`),
  );
});

test('without script the link is there', async () => {
  const plain = await Browser.start({ script: false });
  const person = await plain.person(server);
  await person.page.goto(hostAddress);
  await person.follow('Send evidence');
  await person.seesHeading('Who is sending this evidence?');
  await plain.stop();
});
