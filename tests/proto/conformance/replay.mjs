// node replay.mjs RECORDS VERDICTS: gives each message of RECORDS to the rules in WebAssembly and
// writes what they say, in the order in which they came. Both files: see suite.h.
import { readFileSync, writeFileSync } from 'node:fs';
import { compiled, instantiate } from '../../wasm/module.mjs';

const [recordsFile, verdictsFile] = process.argv.slice(2);
const records = readFileSync(recordsFile);
const rules = instantiate(compiled('tests/proto/conformance/conformance.wasm'));
const memory = () => new Uint8Array(rules.memory.buffer);

let at = 0;
function next() {
  const size = records.readUInt32LE(at);
  at += 4 + size;
  return records.subarray(at - size, at);
}

const verdicts = [];
while (at < records.length) {
  const type = next();
  const bytes = next();
  memory().set(type, rules.type_buffer(type.length));
  memory().set(bytes, rules.bytes_buffer(bytes.length));
  const kind = rules.validate();
  const size = rules.result_size();
  const head = Buffer.alloc(5);
  head.writeUInt8(kind);
  head.writeUInt32LE(size, 1);
  const start = rules.result_data();
  verdicts.push(head, Buffer.from(memory().slice(start, start + size)));
}
writeFileSync(verdictsFile, Buffer.concat(verdicts));
