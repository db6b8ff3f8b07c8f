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
const repeats = 40;

// Microseconds of each piece of work: the best of some repeats. The pieces take turns, so that each
// has its time to be compiled and what else the machine does strikes all.
function microsecondsOf(works) {
  const best = Object.fromEntries(Object.keys(works).map((name) => [name, Infinity]));
  for (let repeat = 0; repeat < repeats; ++repeat) {
    for (const [name, { rounds, work }] of Object.entries(works)) {
      const begin = performance.now();
      for (let i = 0; i < rounds; ++i) if (!work()) throw new Error(`${name}: not valid`);
      best[name] = Math.min(best[name], (performance.now() - begin) * 1000 / rounds);
    }
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

const isValid = (request) => validator.validate(schema, request).kind === 'valid';
const best = microsecondsOf({
  wasmValidate: { rounds: 5000, work: () => wasm.validate() !== 0 },
  peerValidate: { rounds: 200, work: () => isValid(message) },
  wasmBoth: { rounds: 2000, work: () => write() && wasm.validate() !== 0 },
  peerBoth: { rounds: 200, work: () => isValid(fromBinary(schema, bytes)) },
});

const peer = '@bufbuild/protovalidate';
print('rules.wasm.validate', best.wasmValidate, 'us');
print('rules.wasm.parse_and_validate', best.wasmBoth, 'us');
print('rules.wasm.first_call', wasmFirst, 'ms');
print('rules.peer.validate', best.peerValidate, 'us');
print('rules.peer.parse_and_validate', best.peerBoth, 'us');
print('rules.peer.first_call', peerFirst, 'ms');
print('rules.validate.ratio', best.wasmValidate / best.peerValidate, '', `${peer}, validate`);
print('rules.parse_and_validate.ratio', best.wasmBoth / best.peerBoth, '',
  `${peer}, parse and validate`);
print('rules.first_call.ratio', wasmFirst / peerFirst, '', `${peer}, first call with loading`);
