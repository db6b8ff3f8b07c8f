// Run in the copy of the tree, after new_field_test has left its files.
import assert from 'node:assert';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { compiled, instantiate } from '../wasm/module.mjs';

const folder = new URL('../../build/new_field/', import.meta.url);
const module = instantiate(compiled('tests/wasm/new_field/new_field.wasm'));

function give(buffer, file) {
  const bytes = readFileSync(new URL(file, folder));
  const start = module[buffer](bytes.length);
  new Uint8Array(module.memory.buffer).set(bytes, start);
}

function result() {
  const start = module.result_data();
  return Buffer.from(module.memory.buffer.slice(start, start + module.result_size()));
}

test('WebAssembly refuses the bad value with the very bytes of the native rules', () => {
  give('context_buffer', 'context.bin');
  give('request_buffer', 'bad.request');
  assert.equal(module.check(), 0);
  assert.deepEqual(result(), readFileSync(new URL('bad.violations', folder)));
});

test('WebAssembly takes the good value and asks the question', () => {
  give('context_buffer', 'context.bin');
  give('request_buffer', 'good.request');
  assert.equal(module.check(), 1);
  module.render();
  assert.match(result().toString(), /Your telephone number \(optional\)<\/label>/);
  assert.match(result().toString(), /value="\+44 20 7946 0000"/);
});
