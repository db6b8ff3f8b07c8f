// The rules in wasm beside @bufbuild/protovalidate: in one node, in one Chromium, and what each
// weighs; on the same bytes.
//   node beside.mjs REQUEST CONTRACT FOLDER
// It starts itself once more, with a last argument `first`, for each first call in node.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

import { compiled, instantiate, wasmFolder } from '../../wasm/module.mjs';
import { firstOfPeer, firstOfWasm, steady } from './measure.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const web = new URL('../../../web/', import.meta.url);
const require = createRequire(new URL('package.json', web));
const { build } = require('esbuild');
const { chromium } = require('playwright-core');
const { fromBinary, toBinary } = require('@bufbuild/protobuf');
const { FileDescriptorSetSchema } = require('@bufbuild/protobuf/wkt');

const [, itself, requestFile, contractFile, folder, part] = process.argv;
const rulesModule = 'tests/bench/rules/wasm_rules.wasm';
// First calls are the best of so many: what else the machine does only adds.
const firstCalls = 25;
const peerName = '@bufbuild/protovalidate';

function print(name, value, unit, of) {
  console.log(JSON.stringify({ name, value: Number(value.toPrecision(4)), unit, of }));
}

function printRun(where, { wasmFirst, peerFirst, ...best }) {
  print(`rules.${where}.wasm.validate`, best.wasmValidate, 'us');
  print(`rules.${where}.wasm.parse_and_validate`, best.wasmBoth, 'us');
  print(`rules.${where}.wasm.first_call`, wasmFirst, 'ms');
  print(`rules.${where}.peer.validate`, best.peerValidate, 'us');
  print(`rules.${where}.peer.parse_and_validate`, best.peerBoth, 'us');
  print(`rules.${where}.peer.first_call`, peerFirst, 'ms');
  print(`rules.${where}.validate.ratio`, best.wasmValidate / best.peerValidate, '',
    `${peerName} in the same ${where}, validate`);
  print(`rules.${where}.parse_and_validate.ratio`, best.wasmBoth / best.peerBoth, '',
    `${peerName} in the same ${where}, parse and validate`);
  print(`rules.${where}.first_call.ratio`, wasmFirst / peerFirst, '',
    `${peerName} in the same ${where}, first call with loading`);
}

// The schema as the peer needs it: without our own options and without what it brings itself.
function leanContract() {
  const set = fromBinary(FileDescriptorSetSchema, readFileSync(contractFile));
  const rules = new Set([1159, 1160]);  // buf.validate's extensions of options
  const strip = (options) => {
    if (options?.$unknown) options.$unknown = options.$unknown.filter(({ no }) => rules.has(no));
  };
  for (const file of set.file) {
    for (const type of file.messageType) {
      strip(type.options);
      for (const field of type.field) strip(field.options);
    }
    for (const type of file.enumType) for (const value of type.value) strip(value.options);
  }
  return Buffer.from(toBinary(FileDescriptorSetSchema, set));
}

const brotliSize = (bytes) => brotliCompressSync(bytes).length;

async function firstInNode(bytes, contract, bundle) {
  const wasm = await firstOfWasm(() => instantiate(compiled(rulesModule)), bytes);
  const peer = await firstOfPeer(() => import(pathToFileURL(bundle)), contract, bytes);
  return { wasm, peer, wasmFirst: wasm.milliseconds, peerFirst: peer.milliseconds };
}

const bestOf = (runs) => ({
  wasmFirst: Math.min(...runs.map(({ wasmFirst }) => wasmFirst)),
  peerFirst: Math.min(...runs.map(({ peerFirst }) => peerFirst)),
});

// First calls in a process each, in which nothing is compiled or cached.
async function inNode(bytes, contract, bundle) {
  const again = [itself, requestFile, contractFile, folder, 'first'];
  const runs = Array.from({ length: firstCalls }, () =>
    JSON.parse(execFileSync(process.execPath, again, { encoding: 'utf8' })));
  const { wasm, peer } = await firstInNode(bytes, contract, bundle);
  return { ...bestOf(runs), ...steady(wasm, peer, bytes) };
}

// First calls in a context each, in which nothing is cached.
async function inChromium(files) {
  const server = createServer((request, reply) => {
    const file = files[request.url];
    reply.writeHead(file ? 200 : 404, { 'Content-Type': file?.type ?? 'text/plain' });
    reply.end(file?.bytes);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  const runs = [];
  for (let i = 0; i < firstCalls; ++i) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/${i === 0 ? '#steady' : ''}`);
    await page.waitForFunction(() => globalThis.measured, null, { timeout: 120_000 });
    runs.push(await page.evaluate(() => globalThis.measured));
    await context.close();
  }
  await browser.close();
  server.close();
  return { ...runs[0], ...bestOf(runs) };
}

const bytes = readFileSync(requestFile);
const contract = leanContract();
const bundle = join(folder, 'peer.mjs');
if (part === 'first') {
  const { wasmFirst, peerFirst } = await firstInNode(bytes, contract, bundle);
  console.log(JSON.stringify({ wasmFirst, peerFirst }));
  process.exit();
}
await build({
  entryPoints: [join(here, 'peer.mjs')],
  outfile: bundle,
  bundle: true,
  minify: true,
  format: 'esm',
  nodePaths: [fileURLToPath(new URL('node_modules', web))],
});

printRun('node', await inNode(bytes, contract, bundle));

const script = (name) => ({ type: 'text/javascript', bytes: readFileSync(name) });
const html = '<!doctype html><title>rules</title><script type="module" src="/page.mjs"></script>';
printRun('chromium', await inChromium({
  '/': { type: 'text/html', bytes: html },
  '/page.mjs': script(join(here, 'page.mjs')),
  '/measure.mjs': script(join(here, 'measure.mjs')),
  '/peer.js': script(bundle),
  '/rules.wasm': {
    type: 'application/wasm',
    bytes: readFileSync(new URL(rulesModule, wasmFolder)),
  },
  '/request': { type: 'application/octet-stream', bytes },
  '/contract': { type: 'application/octet-stream', bytes: contract },
}));

// What the peer has of google.protobuf and buf.validate is in its bundle already.
const own = fromBinary(FileDescriptorSetSchema, contract);
own.file = own.file.filter(({ name }) => name.startsWith('muster/'));
const rulesSize = brotliSize(readFileSync(new URL(rulesModule, wasmFolder)));
const peerSize = brotliSize(readFileSync(bundle)) +
  brotliSize(Buffer.from(toBinary(FileDescriptorSetSchema, own)));
print('rules.payload.wasm', rulesSize, 'B brotli');
print('rules.payload.peer', peerSize, 'B brotli');
print('rules.payload.ratio', rulesSize / peerSize, '', `${peerName}: runtime, schema and rules`);
