// What a page of Chromium runs: the same measures, with everything loaded over HTTP.
import { firstOfPeer, firstOfWasm, steady } from './measure.mjs';

const bytesOf = async (path) => new Uint8Array(await (await fetch(path)).arrayBuffer());

async function loadWasm() {
  const imports = new Proxy({}, { get: () => new Proxy({}, { get: () => () => 0 }) });
  const { instance } = await WebAssembly.instantiateStreaming(fetch('/rules.wasm'), imports);
  instance.exports._initialize?.();
  return instance.exports;
}

const request = await bytesOf('/request');
const contract = await bytesOf('/contract');
// The second one is no earlier than the first: neither waits for the other.
const wasm = await firstOfWasm(loadWasm, request);
const peer = await firstOfPeer(() => import('/peer.js'), contract, request);
globalThis.measured = {
  wasmFirst: wasm.milliseconds,
  peerFirst: peer.milliseconds,
  ...(location.hash === '#steady' ? steady(wasm, peer, request) : {}),
};
