// The rules in wasm beside @bufbuild/protovalidate: in one node, in one Chromium, and what each
// weighs; on the same bytes.
//   node beside.mjs REQUEST CONTRACT FOLDER
// It starts itself once more, with a last argument `wasm` or `peer`, for each first call in node.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

import { compiled, instantiate, wasmFolder } from '../../wasm/module.mjs';
import { firstOfPeer, firstOfWasm, steady } from './measure.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const web = new URL('../../../web/', import.meta.url);
const require = createRequire(new URL('package.json', web));
const { build } = require('esbuild');
const { chromium } = require('playwright-core');
const { fromBinary } = require('@bufbuild/protobuf');
const { embedFileDesc } = require('@bufbuild/protobuf/codegenv2');
const { FileDescriptorSetSchema } = require('@bufbuild/protobuf/wkt');

const [, itself, requestFile, contractFile, folder, kind] = process.argv;
const bundle = join(folder, 'peer.mjs');
const rulesModule = 'tests/bench/rules/wasm_rules.wasm';
// First calls are the best of so many: what else the machine does only adds.
const firstCalls = { node: 50, chromium: 300 };
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

// The schema as the peer's code generator writes it into scripts, without our own options.
function schemaScript() {
  const set = fromBinary(FileDescriptorSetSchema, readFileSync(contractFile));
  const rules = new Set([1159, 1160]);  // buf.validate's extensions of options
  const strip = (options) => {
    if (options?.$unknown) options.$unknown = options.$unknown.filter(({ no }) => rules.has(no));
  };
  const nameOf = (path) => `file_${path.replace(/\.proto$/, '').replaceAll('/', '_')}`;
  const lines = [
    "import { fileDesc } from '@bufbuild/protobuf/codegenv2';",
    "import * as wkt from '@bufbuild/protobuf/wkt';",
    'import { file_buf_validate_validate } from ' +
      "'@bufbuild/protovalidate/gen/buf/validate/validate_pb.js';",
  ];
  const imported = (path) => (path.startsWith('google/') ? 'wkt.' : '') + nameOf(path);
  for (const file of set.file.filter(({ name }) => name.startsWith('muster/'))) {
    for (const type of file.messageType) {
      strip(type.options);
      for (const field of type.field) strip(field.options);
    }
    for (const type of file.enumType) for (const value of type.value) strip(value.options);
    const imports = file.dependency.map(imported).join(', ');
    const embedded = embedFileDesc(file).base64();
    lines.push(`const ${nameOf(file.name)} = /*@__PURE__*/ fileDesc('${embedded}', [${imports}]);`);
  }
  lines.push('export { file_muster_v1_submission_service as submissionService };');
  return lines.join('\n');
}

const brotliSize = (bytes) => brotliCompressSync(bytes).length;

const firstInNode = {
  wasm: (bytes) => firstOfWasm(() => instantiate(compiled(rulesModule)), bytes),
  peer: (bytes) => firstOfPeer(() => import(pathToFileURL(bundle)), bytes),
};

// The best of first calls by turns; `call` gives the milliseconds of one.
async function bestFirstCalls(count, call) {
  const best = { wasm: Infinity, peer: Infinity };
  for (let i = 0; i < count; ++i) {
    for (const kind of Object.keys(best)) best[kind] = Math.min(best[kind], await call(kind));
  }
  return { wasmFirst: best.wasm, peerFirst: best.peer };
}

// First calls in a process each, in which nothing is compiled or cached.
async function inNode(bytes) {
  const again = [itself, requestFile, contractFile, folder];
  return {
    ...(await bestFirstCalls(firstCalls.node, (kind) =>
      JSON.parse(execFileSync(process.execPath, [...again, kind], { encoding: 'utf8' })))),
    ...steady(await firstInNode.wasm(bytes), await firstInNode.peer(bytes), bytes),
  };
}

// First calls in a context each, in which nothing is cached.
async function inChromium(files) {
  let take;
  const server = createServer(async (request, reply) => {
    if (request.url === '/measured') {
      take(await json(request));
      return reply.end();
    }
    const file = files[request.url];
    if (!file) return reply.writeHead(404).end();
    const { type, bytes } = file;
    reply.writeHead(200, { 'Content-Type': type, 'Content-Length': bytes.length }).end(bytes);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  const address = `http://127.0.0.1:${server.address().port}/`;
  const measureIn = async (kind) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    let late;
    const measured = new Promise((resolve, reject) => {
      take = resolve;
      page.once('pageerror', reject);
      late = setTimeout(reject, 120_000, new Error(`${kind}: nothing was measured`));
    });
    await page.goto(`${address}#${kind}`);
    await measured.finally(() => clearTimeout(late));
    await context.close();
    return measured;
  };
  const measured = {
    ...(await bestFirstCalls(firstCalls.chromium, measureIn)),
    ...(await measureIn('steady')),
  };
  await browser.close();
  server.close();
  return measured;
}

const bytes = readFileSync(requestFile);
if (kind) {
  console.log((await firstInNode[kind](bytes)).milliseconds);
  process.exit();
}
writeFileSync(join(folder, 'schema.mjs'), schemaScript());
await build({
  entryPoints: [join(here, 'peer.mjs')],
  outfile: bundle,
  alias: { schema: join(folder, 'schema.mjs') },
  bundle: true,
  minify: true,
  format: 'esm',
  nodePaths: [fileURLToPath(new URL('node_modules', web))],
});

printRun('node', await inNode(bytes));

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
}));

const rulesSize = brotliSize(readFileSync(new URL(rulesModule, wasmFolder)));
const peerSize = brotliSize(readFileSync(bundle));
print('rules.payload.wasm', rulesSize, 'B brotli');
print('rules.payload.peer', peerSize, 'B brotli');
print('rules.payload.ratio', rulesSize / peerSize, '', `${peerName}: runtime, schema and rules`);
