// The browser's side of the suite `parity`: what core.wasm, the module that ships, says of each
// record.
//   node core.mjs RECORDS VERDICTS
import { readFileSync, writeFileSync } from 'node:fs';

import { compiled, instantiate } from '../wasm/module.mjs';

const core = instantiate(compiled('wasm-client/core.wasm'));

// The parts of a packed list: each behind its length in four bytes, little endian.
function* partsOf(packed) {
  for (let at = 0; at < packed.length; ) {
    const size = packed.readUInt32LE(at);
    yield packed.subarray(at + 4, at + 4 + size);
    at += 4 + size;
  }
}

function pack(parts) {
  return Buffer.concat(parts.flatMap((part) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(part.length);
    return [length, part];
  }));
}

function check(form, request, context) {
  const given = pack([form, request, context]);
  const to = core.argument_buffer(given.length);
  new Uint8Array(core.memory.buffer, to, given.length).set(given);
  const size = core.check_request(given.length);
  if (size === 0) throw new Error(`core.wasm has no form ${form}`);
  return Buffer.from(new Uint8Array(core.memory.buffer, core.argument_buffer(size), size));
}

const [, , recordsFile, verdictsFile] = process.argv;
const none = Buffer.alloc(0);
const parts = [...partsOf(readFileSync(recordsFile))];
const verdicts = [];
for (let i = 0; i < parts.length; i += 3) {
  const [form, request, context] = parts.slice(i, i + 3);
  const rules = check(form, request, none);
  verdicts.push(rules, context.length === 0 ? rules : check(form, request, context));
}
writeFileSync(verdictsFile, Buffer.concat(verdicts));
