// What a page of Chromium runs: the same measures, with everything loaded over HTTP.
import { firstOfPeer, firstOfWasm, steady } from './measure.mjs';

async function loadWasm() {
  const imports = new Proxy({}, { get: () => new Proxy({}, { get: () => () => 0 }) });
  const { instance } = await WebAssembly.instantiateStreaming(fetch('/rules.wasm'), imports);
  instance.exports._initialize?.();
  return instance.exports;
}

const request = new Uint8Array(await (await fetch('/request')).arrayBuffer());
const first = {
  wasm: () => firstOfWasm(loadWasm, request),
  peer: () => firstOfPeer(() => import('/peer.js'), request),
};
const kind = location.hash.slice(1);
globalThis.measured = first[kind]
  ? (await first[kind]()).milliseconds
  : steady(await first.wasm(), await first.peer(), request);
