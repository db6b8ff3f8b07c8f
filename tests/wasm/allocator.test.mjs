// The client's own allocator: what is held stays as it was written, is nobody else's, and what is
// given back is used again.
import assert from 'node:assert';
import test from 'node:test';

import { compiled, instantiate } from './module.mjs';

const module = compiled('tests/wasm/allocator.wasm');
const SEED = Number(process.env.SEED ?? 1);
const ROUNDS = Number(process.env.ROUNDS ?? 20_000);
console.log(`SEED=${SEED} ROUNDS=${ROUNDS}`);

// Mulberry32.
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

test('what is held is aligned, apart from all else, and as it was written', () => {
  const random = numbers(SEED);
  const wasm = instantiate(module);
  const held = [];
  const check = ({ at, size, mark }) => {
    const bytes = new Uint8Array(wasm.memory.buffer, at, size);
    assert.ok(bytes.every((byte) => byte === mark), `${size} bytes at ${at}`);
  };
  for (let round = 0; round < ROUNDS; ++round) {
    if (held.length < 300 && random(100) < 55) {
      const size = random(10) === 0 ? random(70_000) : random(300);
      const zeroed = random(4) === 0;
      const at = zeroed ? wasm.take_zeroed(size, 1) : wasm.take(size);
      assert.ok(at > 0 && at % 8 === 0 && at + size <= wasm.memory.buffer.byteLength);
      if (zeroed) check({ at, size, mark: 0 });
      for (const other of held) {
        assert.ok(at + size <= other.at || other.at + other.size <= at, 'blocks overlap');
      }
      const mark = 1 + random(255);
      new Uint8Array(wasm.memory.buffer, at, size).fill(mark);
      held.push({ at, size, mark });
    } else if (held.length > 0) {
      const [block] = held.splice(random(held.length), 1);
      check(block);
      wasm.give(block.at);
    }
  }
  held.forEach(check);
});

test('what is given back is used again: memory does not grow', () => {
  const wasm = instantiate(module);
  const sizes = Array.from({ length: 200 }, (_, i) => i * 97);
  const all = () => sizes.map((size) => wasm.take(size));
  all().forEach((at) => wasm.give(at));
  const before = wasm.memory.buffer.byteLength;
  for (let round = 0; round < 1000; ++round) all().forEach((at) => wasm.give(at));
  assert.equal(wasm.memory.buffer.byteLength, before);
});

test('memory grows for what is large, and what is too large is refused with a null', () => {
  const wasm = instantiate(module);
  const at = wasm.take(5_000_000);
  assert.ok(at > 0 && at + 5_000_000 <= wasm.memory.buffer.byteLength);
  for (const size of [300_000_000, 2 ** 30 + 1, 2 ** 31, 2 ** 32 - 1]) {
    assert.equal(wasm.take(size), 0, `${size}`);
  }
  assert.equal(wasm.take_zeroed(2 ** 20, 2 ** 20), 0);
  assert.ok(wasm.take(100) > 0);
  wasm.give(0);
});
