// Writes the form context that a page gives to the browser.
//   node page_context.mjs http://127.0.0.1:PORT/calls/CALL/submit FILE
import { writeFileSync } from 'node:fs';

const [, , address, file] = process.argv;
const reply = await fetch(address);
const context = (await reply.text()).match(/data-context="([^"]*)"/);
if (!reply.ok || context === null) throw new Error(`${address}: ${reply.status}, or no context`);
writeFileSync(file, Buffer.from(context[1], 'base64'));
