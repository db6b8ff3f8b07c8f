import assert from 'node:assert';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { brotliCompressSync } from 'node:zlib';

import { compiled, instantiate, wasmFolder } from './module.mjs';

test('the client starts under node', () => {
  assert.ok(instantiate(compiled('wasm-client/core.wasm')).memory.buffer.byteLength > 0);
});

test('the client weighs at most 60,000 bytes after brotli', () => {
  const bytes = readFileSync(new URL('wasm-client/core.wasm', wasmFolder));
  assert.ok(brotliCompressSync(bytes).length <= 60_000);
});
