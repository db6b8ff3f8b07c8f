// What the core is made of, by the bytes of its functions: a line a part, each held to a limit, so
// that growth is seen where it happens. A function that the linker put into another counts there.
// LARGEST=20 names the largest functions.
import assert from 'node:assert';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { brotliCompressSync } from 'node:zlib';

import { wasmFolder } from './module.mjs';

const CORE = 'wasm-client/core.wasm';

// A function belongs to the first part whose pattern its name has. Bytes before compression.
const PARTS = [
  { part: 'messages', limit: 4_000, pattern: /muster::plain|^muster::v1::\w+::/ },
  { part: 'rules', limit: 15_500, pattern: /^(\w+ )?muster::(rules|v1)::/ },
  { part: 'client', limit: 37_000, pattern: /^(\w+ )?muster::client|^on_|^check_|^argument_/ },
  { part: 'form', limit: 69_000, pattern: /muster::form/ },
  { part: 'other libraries', limit: 12_500, pattern: /^/ },
];
const DATA_LIMIT = 30_000;

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }
  byte() {
    return this.bytes[this.at++];
  }
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }
}

// Sections by their id, each as [begin, end).
function sectionsOf(bytes) {
  const reader = new Reader(bytes);
  reader.at = 8;
  const sections = new Map();
  while (reader.at < bytes.length) {
    const id = reader.byte();
    const size = reader.number();
    sections.set(id, [reader.at, reader.at + size]);
    reader.at += size;
  }
  return sections;
}

// The sizes of the module's own functions, in their order.
function functionSizes(bytes, [begin]) {
  const reader = new Reader(bytes);
  reader.at = begin;
  const sizes = [];
  for (let left = reader.number(); left > 0; --left) {
    const start = reader.at;
    const size = reader.number();
    reader.at += size;
    sizes.push(reader.at - start);
  }
  return sizes;
}

// The linker's list "index:name", with some characters of names as \HH.
const names = readFileSync(new URL(`${CORE}.symbols`, wasmFolder), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) =>
    line
      .slice(line.indexOf(':') + 1)
      .replace(/\\([0-9a-f]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))),
  );

const bytes = readFileSync(new URL(CORE, wasmFolder));
const sections = sectionsOf(bytes);
const CODE = 10;
const DATA = 11;

test('the parts of the core keep to their limits', () => {
  const sizes = functionSizes(bytes, sections.get(CODE));
  const imported = names.length - sizes.length;
  assert.ok(imported > 0 && imported < 40, `${names.length} names for ${sizes.length} functions`);
  const totals = new Map(PARTS.map(({ part }) => [part, 0]));
  const largest = [];
  sizes.forEach((size, i) => {
    const name = names[imported + i];
    const { part } = PARTS.find(({ pattern }) => pattern.test(name));
    totals.set(part, totals.get(part) + size);
    largest.push([size, part, name]);
  });
  for (const { part, limit } of PARTS) {
    console.log(`${part}: ${totals.get(part)} of ${limit} bytes`);
  }
  const [begin, end] = sections.get(DATA);
  console.log(`texts and tables: ${end - begin} of ${DATA_LIMIT} bytes`);
  if (process.env.LARGEST) {
    largest.sort(([a], [b]) => b - a);
    for (const [size, part, name] of largest.slice(0, Number(process.env.LARGEST))) {
      console.log(`  ${size} ${part}: ${name.slice(0, 160)}`);
    }
  }
  for (const { part, limit } of PARTS) assert.ok(totals.get(part) <= limit, part);
  assert.ok(end - begin <= DATA_LIMIT, 'texts and tables');
});

for (const core of [CORE, 'wasm-client/core.cy.wasm']) {
  test(`${core} weighs at most 60,000 bytes after brotli`, () => {
    const whole = readFileSync(new URL(core, wasmFolder));
    const weight = brotliCompressSync(whole).length;
    console.log(`${core}: ${whole.length} bytes, ${weight} of 60000 after brotli`);
    assert.ok(weight <= 60_000);
  });
}
