// Holds what the compiled rules say, natively and as WebAssembly, against @bufbuild/protovalidate.
//   differential_program ... |
//     node compare.mjs CONTRACT_SET EVERYTHING_SET [CONFORMANCE_FOLDER REFUSED]
// CONTROL in the environment falsifies one side: "bound" makes each bound of length in the contract
// one more for protovalidate; "clock" sets the clock of the WebAssembly module an hour later.
// Prints a claim a line.
import { existsSync, readFileSync } from 'node:fs';

import { compiled, instantiate } from '../wasm/module.mjs';
import { readParts } from './parts.mjs';

// `now` in rules is 2026-11-22T10:05:57Z on all sides, the clock of the conformance cases.
const nowSeconds = 1795341957;
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length === 0 ? [nowSeconds * 1000] : given));
  }
  static now() {
    return nowSeconds * 1000;
  }
};

const packages = new URL('../../web/node_modules/@bufbuild/', import.meta.url);
const load = (path) => import(new URL(path, packages));
const { clearField, create, createFileRegistry, fromBinary, getExtension, hasExtension,
  setExtension, toBinary } = await load('protobuf/dist/esm/index.js');
const { FileDescriptorSetSchema } = await load('protobuf/dist/esm/wkt/index.js');
const { createValidator, violationsToProto } = await load('protovalidate/dist/esm/index.js');
const { field: fieldRules, ViolationSchema } =
  await load('protovalidate/dist/esm/gen/buf/validate/validate_pb.js');

const mostShown = 12;
const leastShare = 0.1;
// From so many messages on, each rule that the cases know has to be seen failing.
const roundsForEachRule = 200_000;

const [, , contractFile, everythingFile, conformance, refusedFile] = process.argv;
const control = process.env.CONTROL ?? '';

let failed = 0;
function say(holds, claim) {
  if (!holds) ++failed;
  console.log(`${holds ? 'ok' : 'FAILED'} ${claim}`);
}

function readSets(files) {
  const seen = new Set();
  const set = create(FileDescriptorSetSchema);
  for (const name of files) {
    for (const file of fromBinary(FileDescriptorSetSchema, readFileSync(name)).file) {
      if (seen.has(file.name)) continue;
      seen.add(file.name);
      set.file.push(file);
    }
  }
  return set;
}

function loosen(set) {
  const messages = set.file.filter((file) => file.name.startsWith('muster/'))
    .flatMap((file) => file.messageType);
  for (const { options } of messages.flatMap((message) => message.field)) {
    if (!options || !hasExtension(options, fieldRules)) continue;
    const rules = getExtension(options, fieldRules);
    if (rules.type.case !== 'string' || !rules.type.value.maxLen) continue;
    rules.type.value.maxLen += 1n;
    setExtension(options, fieldRules, rules);
  }
}

const set = readSets([...(conformance ? [`${conformance}/schemas.binpb`] : []), contractFile,
  everythingFile]);
if (control === 'bound') loosen(set);
const registry = createFileRegistry(set);
const validator = createValidator({ registry });
const wasm = instantiate(compiled('tests/differential/differential_rules.wasm'));

// Violations as texts in an order of their own: maps have none.
const sorted = (violations) => violations.map((bytes) => bytes.toString('latin1')).sort();

function splitViolations(bytes) {
  const parts = [];
  for (let at = 0; at < bytes.length;) {
    let size = 0;
    let shift = 0;
    do size += (bytes[++at] & 0x7f) * 2 ** shift, shift += 7; while (bytes[at] & 0x80);
    parts.push(bytes.subarray(at + 1, at + 1 + size));
    at += 1 + size;
  }
  return sorted(parts);
}

function askPeer(type, bytes) {
  const schema = registry.getMessage(type);
  const result = validator.validate(schema, fromBinary(schema, bytes));
  if (result.kind === 'valid') return { kind: 'v', violations: [] };
  if (result.kind === 'error') return { kind: 'e', violations: [], why: String(result.error) };
  const [proto] = violationsToProto(result.violations);
  const violations = proto.violations.map((violation) => {
    if (!violation.forKey) clearField(violation, ViolationSchema.field.forKey);
    return Buffer.from(toBinary(ViolationSchema, violation));
  });
  return { kind: 'i', violations: sorted(violations) };
}

function askWasm(name, bytes) {
  const at = wasm.buffer(name.length + bytes.length);
  const memory = new Uint8Array(wasm.memory.buffer);
  memory.set(name, at);
  memory.set(bytes, at + name.length);
  const size = wasm.check(name.length, nowSeconds + (control === 'clock' ? 3600 : 0));
  const told = Buffer.from(new Uint8Array(wasm.memory.buffer, wasm.answer(), size));
  return { kind: String.fromCharCode(told[0]), violations: splitViolations(told.subarray(1)) };
}

const pathText = (path) =>
  (path?.elements ?? []).map(({ fieldName, subscript: { case: kind, value } }) =>
    fieldName + (kind ? `[${value}]` : '')).join('.');
const decode = (text) => fromBinary(ViolationSchema, Buffer.from(text, 'latin1'));

function describe({ kind, violations, why }) {
  const lines = violations.map(decode).map(({ field, rule, ruleId, message, forKey }) =>
    `${pathText(field)}: ${ruleId} (${pathText(rule)})${forKey ? ' of the key' : ''}: ${message}`);
  return `${{ v: 'valid', i: 'invalid', e: 'run-time error' }[kind] ?? kind} ${why ?? ''}` +
    lines.map((line) => `\n        ${line}`).join('');
}

const same = (left, right) => left.kind === right.kind &&
  left.violations.length === right.violations.length &&
  left.violations.every((text, i) => text === right.violations[i]);

// protovalidate-es takes for an IPv6 address what ends in dots and holds "::" whatever its pieces
// ("1:2:3:6::4:5:6:1.2.3.4"), and a colon alone before a zone ("::1:%eth0"). The only difference is
// then that we also refuse it.
const addressRule = /^string\.(ip|address|host_and_port|uri)/;
const mistakenAddress = /(?:[0-9a-f]*:){7,}(?:\d+\.){3}\d+|:[0-9a-f]+:%/i;
function isMistakenAddress(bytes, native, peer) {
  if (!mistakenAddress.test(bytes.toString('latin1'))) return false;
  const ours = native.violations.filter((text) => !peer.violations.includes(text));
  return native.kind === 'i' && peer.kind !== 'e' &&
    peer.violations.every((text) => native.violations.includes(text)) &&
    ours.every((text) => addressRule.test(decode(text).ruleId));
}

const counts = { v: 0, i: 0, e: 0 };
let mistakenAddresses = 0;
const types = new Set();
// "TYPE FIELD_PATH RULE_ID", indexes and keys aside; and "TYPE RULE_ID".
const rulesSeen = new Set();
const idsSeen = new Set();
const differences = { wasm: 0, peer: 0 };
const typesThatDiffer = new Map();

function note(side, type, bytes, native, other) {
  ++differences[side];
  const key = `${side} ${type}`;
  typesThatDiffer.set(key, (typesThatDiffer.get(key) ?? 0) + 1);
  if (control !== '' || typesThatDiffer.get(key) > 1 || typesThatDiffer.size > mostShown) return;
  console.log(`${side} differs on ${type} ${bytes.toString('hex')}\n      native: ${
    describe(native)}\n      ${side}: ${describe(other)}`);
}

let rounds = 0;
for await (const [name, bytes, kind, told] of readParts(process.stdin, 4)) {
  const type = name.toString();
  const native = { kind: kind.toString(), violations: splitViolations(told) };
  ++rounds;
  ++counts[native.kind];
  types.add(type);
  for (const violation of native.violations.map(decode)) {
    const names = (violation.field?.elements ?? []).map(({ fieldName }) => fieldName).join('.');
    rulesSeen.add(`${type} ${names} ${violation.ruleId} ${violation.forKey}`);
    idsSeen.add(`${type} ${violation.ruleId}`);
  }
  const inWasm = askWasm(name, bytes);
  if (!same(native, inWasm)) note('wasm', type, bytes, native, inWasm);
  const peer = askPeer(type, bytes);
  if (same(native, peer)) continue;
  if (isMistakenAddress(bytes, native, peer)) {
    ++mistakenAddresses;
  } else {
    note('peer', type, bytes, native, peer);
  }
}

// Rules that fail in a conformance case and failed in no message here.
function unseen() {
  const harness = createFileRegistry(readSets([`${conformance}/harness.binpb`]));
  const schema = harness.getMessage('buf.validate.conformance.harness.ResultSet');
  const results = fromBinary(schema, readFileSync(`${conformance}/cases.binpb`));
  const wanted = new Set();
  for (const { input, wanted: { result } } of results.suites.flatMap(({ cases }) => cases)) {
    if (result.case !== 'validationError') continue;
    for (const { ruleId } of result.value.violations) {
      wanted.add(`${input.typeUrl.split('/').pop()} ${ruleId}`);
    }
  }
  return [wanted.size, [...wanted].filter((rule) => !idsSeen.has(rule))];
}

function sayRefused() {
  const names = readFileSync(refusedFile, 'utf8').split('\n').filter((line) =>
    registry.getMessage(line));
  const taken = names.filter((name) => {
    const schema = registry.getMessage(name);
    return validator.validate(schema, create(schema)).kind !== 'error';
  });
  if (taken.length > 0) console.log(`taken: ${taken.join(', ')}`);
  say(taken.length === 0, `${names.length} messages whose rules do not compile are refused by ` +
    'protovalidate too');
}

if (control !== '') {
  console.log(`${differences.peer} differ from protovalidate, ${differences.wasm} from wasm`);
  const found = control === 'bound' ? differences.peer > 0 && differences.wasm === 0
    : differences.wasm > 0 && differences.peer === 0;
  say(found, control === 'bound'
    ? 'the control, bounds of length one more in protovalidate, is found'
    : "the control, WebAssembly's clock an hour late, is found");
} else {
  console.log(`${rounds} messages of ${types.size} types: ${counts.v} valid, ${
    counts.i} invalid, ${counts.e} run-time errors; ${rulesSeen.size} rules seen failing`);
  if (mistakenAddresses > 0) {
    console.log(`${mistakenAddresses} times protovalidate took what is no IPv6 address`);
  }
  for (const [key, count] of typesThatDiffer) console.log(`differs ${count} times: ${key}`);
  say(rounds > 0 && differences.wasm === 0,
    `WebAssembly says what native says of ${rounds} messages`);
  say(rounds > 0 && differences.peer === 0,
    `protovalidate says what native says of ${rounds} messages`);
  say(counts.v >= rounds * leastShare && counts.i >= rounds * leastShare,
    'both verdicts come in good share');
  if (conformance && existsSync(refusedFile)) sayRefused();
  if (conformance) {
    const [count, missing] = unseen();
    const claim = `each of ${count} rules that fail in a conformance case was seen failing`;
    if (missing.length > 0) console.log(`not seen: ${missing.slice(0, mostShown).join(', ')}`);
    if (rounds >= roundsForEachRule) say(missing.length === 0, claim);
  }
}
process.exit(failed === 0 ? 0 : 1);
