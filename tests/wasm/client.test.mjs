// The client's module as the browser uses it: events in, calls of the host out.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { compiled } from './module.mjs';

const module = compiled('wasm-client/core.wasm');
const text = (bytes) => new TextDecoder().decode(bytes);
const bytesOf = (value) => (typeof value === 'string' ? new TextEncoder().encode(value) : value);

// Protocol Buffers, as far as these tests write it.
const field = (number, value) => {
  const bytes = bytesOf(value);
  assert.ok(bytes.length < 128 * 128);
  const size =
    bytes.length < 128 ? [bytes.length] : [(bytes.length & 127) | 128, bytes.length >> 7];
  return Uint8Array.from([(number << 3) | 2, ...size, ...bytes]);
};
const message = (...fields) => Uint8Array.from(fields.flatMap((one) => [...one]));

const CONTEXT = message(
  field(1, 'calls/winter'),
  field(2, 'Winter call'),
  field(4, message(field(1, 'consent_wording.version'), field(2, '1'))),
  field(9, '/calls/winter'),
);

class Client {
  constructor() {
    this.calls = [];
    const host = {
      now: () => 1_795_000_000_000,
      random: (at, size) => this.memory(at, size).fill(7),
    };
    const imports = { host, env: {}, wasi_snapshot_preview1: {} };
    for (const { module: from, name } of WebAssembly.Module.imports(module)) {
      imports[from][name] ??=
        from === 'host' ? (at, size) => this.calls.push([name, ...this.unpack(at, size)]) : () => 0;
    }
    this.exports = new WebAssembly.Instance(module, imports).exports;
    this.exports._initialize();
  }
  memory(at, size) {
    return new Uint8Array(this.exports.memory.buffer, at, size);
  }
  unpack(at, size) {
    const bytes = this.memory(at, size).slice();
    const parts = [];
    for (let i = 0; i < size;) {
      const length = new DataView(bytes.buffer).getUint32(i, true);
      parts.push(bytes.slice(i + 4, i + 4 + length));
      i += 4 + length;
    }
    return parts;
  }
  tell(event, ...values) {
    const parts = values.map(bytesOf);
    const size = parts.reduce((sum, part) => sum + 4 + part.length, 0);
    let at = this.exports.argument_buffer(size);
    for (const part of parts) {
      new DataView(this.exports.memory.buffer).setUint32(at, part.length, true);
      this.memory(at + 4, part.length).set(part);
      at += 4 + part.length;
    }
    return this.exports[event](size);
  }
  start(form = 'submission') {
    const context = Buffer.from(CONTEXT).toString('base64');
    return this.tell(
      'on_start',
      form,
      context,
      '/calls/winter/submit',
      'Title – Winter call – Muster',
      '',
      '',
      'about-you-type',
      '',
      '',
      '0',
    );
  }
  begin() {
    assert.equal(this.start(), 1);
    this.tell('on_draft_loaded', '1', '0', '', '', '0', '', '', '0', '0');
  }
  last(name) {
    return this.calls.filter((call) => call[0] === name).at(-1);
  }
  main() {
    return text(
      this.calls.filter((call) => call[0] === 'show' && text(call[1]) === 'main').at(-1)[2],
    );
  }
}

test('the module imports what the browser provides and nothing else', () => {
  const provided =
    readFileSync(new URL('../../web/src/host.ts', import.meta.url), 'utf8') +
    readFileSync(new URL('../../web/src/engine.ts', import.meta.url), 'utf8');
  const others = [];
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    if (from === 'host') assert.match(provided, new RegExp(`\\b${name}: \\(`), name);
    else others.push(`${from}.${name}`);
  }
  const harmless = [
    'env.emscripten_notify_memory_growth',
    'wasi_snapshot_preview1.proc_exit',
    'wasi_snapshot_preview1.environ_get',
    'wasi_snapshot_preview1.environ_sizes_get',
  ];
  assert.deepEqual(
    others.filter((name) => !harmless.includes(name)),
    [],
  );
});

test('a form that the contract does not have is left to the server', () => {
  assert.equal(new Client().start('unknown'), 0);
});

test('what is typed is saved as the request message', () => {
  const client = new Client();
  client.begin();
  client.tell('on_answer', 'submitter.full_name', 'Añn 🙂', '');
  client.tell('on_hidden');
  const [, key, , , request] = client.last('save_draft');
  assert.equal(text(key), 'submission calls/winter');
  assert.ok(text(request).includes('Añn 🙂'));
  assert.ok(client.last('keep_tail'));
});

test('a step without its answer shows the contract’s own words for it', () => {
  const client = new Client();
  client.begin();
  client.tell('on_action', 'continue');
  assert.match(
    client.main(),
    /Select whether you are sending this as an individual or for an organisation/,
  );
  assert.equal(text(client.last('focus')[1]), '#error-summary');
});

test('a large answer makes memory grow and is held to its limit', () => {
  const client = new Client();
  client.begin();
  client.tell('on_answer', 'submitter.type', 'SUBMITTER_TYPE_INDIVIDUAL', '');
  client.tell('on_answer', 'information_outside_themes', 'x'.repeat(900_000), '');
  client.tell('on_action', 'send');
  assert.match(client.main(), /4,000 characters or less/);
  assert.equal(client.last('send_request'), undefined);
});

test('no bytes that an event brings stop the module', () => {
  const client = new Client();
  client.begin();
  let seed = Number(process.env.SEED ?? 1);
  const rounds = Number(process.env.ROUNDS ?? 2000);
  console.log(`SEED=${seed} ROUNDS=${rounds}`);
  const random = (limit) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * limit);
  };
  const events = [
    'on_answer',
    'on_action',
    'on_history',
    'on_reply',
    'on_draft_loaded',
    'on_draft_saved',
    'on_draft_deleted',
    'on_tick',
    'on_hidden',
    'on_shown',
  ];
  const words = [
    'submitter.type',
    'evidence[0].themes',
    'evidence[99].title',
    'continue',
    'back',
    'send',
    'add:evidence',
    'remove:evidence[0]',
    'change:consents',
    'device:delete',
    '/calls/winter/submit?page=check',
    '200',
    'application/grpc-web',
    '1',
    '0',
    'saved',
    'conflict',
    'x',
  ];
  for (let round = 0; round < rounds; ++round) {
    const parts = Array.from({ length: random(7) }, () =>
      random(3)
        ? words[random(words.length)]
        : Uint8Array.from({ length: random(40) }, () => random(256)),
    );
    client.tell(events[random(events.length)], ...parts);
    client.calls.length = 0;
  }
});
