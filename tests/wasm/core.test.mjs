import assert from 'node:assert';
import test from 'node:test';

import { compiled, instantiate } from './module.mjs';

test('the client starts under node', () => {
  assert.ok(instantiate(compiled('wasm-client/core.wasm')).memory.buffer.byteLength > 0);
});
