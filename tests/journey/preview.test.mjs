// The organiser goes through a form before it opens.
import { after, before, test } from 'node:test';
import { readdirSync } from 'node:fs';
import { Browser, CALL, Server, assert, sampleOf } from './support.mjs';
import { shortSubmission } from './people.mjs';

const YEAR_SECONDS = 365 * 24 * 3600;

let preview;
before(async () => {
  // The sample opened a month ago.
  const text = sampleOf('call').replace(
    /(_time \{ seconds: )(\d+)/g,
    (_, field, seconds) => `${field}${Number(seconds) + YEAR_SECONDS}`,
  );
  preview = await Server.preview(text);
});
after(() => preview?.stop());

async function seesThatItIsAPreview(person) {
  const region = person.page.getByRole('region', { name: 'Preview', exact: true });
  await region.getByText('Nothing that is sent here is kept.').waitFor();
}

for (const script of [true, 'blocked']) {
  const how = script === true ? 'with' : 'without';

  test(`evidence is sent ${how} script in a preview of a call that opens in a year`, async () => {
    const browser = await Browser.start({ script });
    const person = await browser.person(preview);
    await person.open(CALL);
    await seesThatItIsAPreview(person);
    await person.inspect(`preview-${how}-call`);
    // The conference is not there.
    assert.equal(await person.page.locator('main a[href*="/conferences/"]').count(), 0);
    await person.press('Submit evidence');
    await person.ready();
    await shortSubmission(person);
    await seesThatItIsAPreview(person);
    await person.inspect(`preview-${how}-check`);
    await person.press('Confirm and send');
    await person.seesReceipt('Evidence sent');
    await seesThatItIsAPreview(person);
    await person.inspect(`preview-${how}-receipt`);
    await person.open(`/cy${CALL}/submit`);
    const region = person.page.getByRole('region', { name: 'Rhagolwg', exact: true });
    await region.getByText('Ni chedwir dim a anfonir yma.').waitFor();
    await person.inspect(`preview-${how}-welsh`);
    await browser.stop();
  });
}

for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) {
  test(`nothing is left of a preview that ${signal} ended`, async () => {
    const ended = await Server.preview(sampleOf('call'));
    assert.equal(readdirSync(ended.made).length, 1);
    await ended.down(signal);
    assert.equal(ended.process.exitCode, 0);
    assert.deepEqual(readdirSync(ended.made), []);
    await ended.stop();
  });
}
