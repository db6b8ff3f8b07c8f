// What a page of Chromium runs: the same measures, with everything loaded over HTTP. It tells the
// server what it measured: whoever asked it meanwhile would be measured as well.
import { firstOfPeer, firstOfWasm, steady } from './measure.mjs';

async function loadWasm() {
  const imports = new Proxy({}, { get: () => new Proxy({}, { get: () => () => 0 }) });
  // So small a module is compiled sooner at once than on another thread.
  const bytes = await (await fetch('/rules.wasm')).arrayBuffer();
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports);
  exports._initialize?.();
  return exports;
}

const request = new Uint8Array(await (await fetch('/request')).arrayBuffer());
const first = {
  wasm: () => firstOfWasm(loadWasm, request),
  peer: () => firstOfPeer(() => import('/peer.js'), request),
};
const kind = location.hash.slice(1);
const measured = first[kind]
  ? (await first[kind]()).milliseconds
  : steady(await first.wasm(), await first.peer(), request);
await fetch('/measured', { method: 'POST', body: JSON.stringify(measured) });
