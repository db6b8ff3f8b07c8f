// The rules in wasm beside @bufbuild/protovalidate, in one node and on the same bytes.
//   node peer.mjs REQUEST CONTRACT
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

import { compiled, instantiate } from '../../wasm/module.mjs';

const packages = createRequire(new URL('../../../web/package.json', import.meta.url));
const load = async (name) => import(pathToFileURL(packages.resolve(name)));

const [, , requestFile, contractFile] = process.argv;
const bytes = readFileSync(requestFile);
const repeats = 15;

// Microseconds: the best of some repeats, after the machine's compilers had their time.
function microsecondsOf(rounds, work) {
  let best = Infinity;
  for (let repeat = 0; repeat < repeats; ++repeat) {
    const begin = performance.now();
    for (let i = 0; i < rounds; ++i) if (!work()) throw new Error('the sample is not valid');
    best = Math.min(best, (performance.now() - begin) * 1000 / rounds);
  }
  return best;
}

function print(name, value, unit, of) {
  console.log(JSON.stringify({ name, value: Number(value.toPrecision(4)), unit, of }));
}

const wasmBegin = performance.now();
const module = compiled('tests/bench/rules/wasm_rules.wasm');
const wasm = instantiate(module);
function write() {
  const at = wasm.buffer(bytes.length);
  new Uint8Array(wasm.memory.buffer, at, bytes.length).set(bytes);
  return wasm.parse() !== 0;
}
if (!write() || !wasm.validate()) throw new Error('the sample is not valid in wasm');
const wasmFirst = performance.now() - wasmBegin;

const peerBegin = performance.now();
const { createFileRegistry, fromBinary } = await load('@bufbuild/protobuf');
const { FileDescriptorSetSchema } = await load('@bufbuild/protobuf/wkt');
const { createValidator } = await load('@bufbuild/protovalidate');
const contract = fromBinary(FileDescriptorSetSchema, readFileSync(contractFile));
const registry = createFileRegistry(contract);
const schema = registry.getMessage('muster.v1.CreateSubmissionRequest');
const validator = createValidator({ registry });
const message = fromBinary(schema, bytes);
if (validator.validate(schema, message).kind !== 'valid') throw new Error('not valid for the peer');
const peerFirst = performance.now() - peerBegin;

const wasmValidate = microsecondsOf(5000, () => wasm.validate() !== 0);
const wasmBoth = microsecondsOf(2000, () => write() && wasm.validate() !== 0);
const peerValidate = microsecondsOf(
  200, () => validator.validate(schema, message).kind === 'valid');
const peerBoth = microsecondsOf(
  200, () => validator.validate(schema, fromBinary(schema, bytes)).kind === 'valid');

const peer = '@bufbuild/protovalidate';
print('rules.wasm.validate', wasmValidate, 'us');
print('rules.wasm.parse_and_validate', wasmBoth, 'us');
print('rules.wasm.first_call', wasmFirst, 'ms');
print('rules.peer.validate', peerValidate, 'us');
print('rules.peer.parse_and_validate', peerBoth, 'us');
print('rules.peer.first_call', peerFirst, 'ms');
print('rules.validate.ratio', wasmValidate / peerValidate, '', `${peer}, validate`);
print('rules.parse_and_validate.ratio', wasmBoth / peerBoth, '', `${peer}, parse and validate`);
print('rules.first_call.ratio', wasmFirst / peerFirst, '', `${peer}, first call with loading`);
