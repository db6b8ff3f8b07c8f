// What is measured of the rules in WebAssembly and of their peer, the same in node and in Chromium.
const repeats = 40;

// Microseconds of each piece of work: the best of some repeats. The pieces take turns, so that each
// has its time to be compiled and what else the machine does strikes all.
function microsecondsOf(works) {
  const best = Object.fromEntries(Object.keys(works).map((name) => [name, Infinity]));
  for (let repeat = 0; repeat < repeats; ++repeat) {
    for (const [name, { rounds, work }] of Object.entries(works)) {
      const begin = performance.now();
      for (let i = 0; i < rounds; ++i) if (!work()) throw new Error(`${name}: not valid`);
      best[name] = Math.min(best[name], (performance.now() - begin) * 1000 / rounds);
    }
  }
  return best;
}

// The first validation, loading and compiling included. `loadWasm` gives the module's exports.
export async function firstOfWasm(loadWasm, bytes) {
  const begin = performance.now();
  const wasm = await loadWasm();
  const write = () => {
    const at = wasm.buffer(bytes.length);
    new Uint8Array(wasm.memory.buffer, at, bytes.length).set(bytes);
    return wasm.parse() !== 0;
  };
  if (!write() || !wasm.validate()) throw new Error('the sample is not valid in wasm');
  return { milliseconds: performance.now() - begin, wasm, write };
}

export async function firstOfPeer(loadPeer, bytes) {
  const begin = performance.now();
  const { prepare } = await loadPeer();
  const peer = prepare();
  if (!peer.isValid(peer.parse(bytes))) throw new Error('the sample is not valid for the peer');
  return { milliseconds: performance.now() - begin, peer };
}

export function steady({ wasm, write }, { peer }, bytes) {
  const message = peer.parse(bytes);
  return microsecondsOf({
    wasmValidate: { rounds: 5000, work: () => wasm.validate() !== 0 },
    peerValidate: { rounds: 200, work: () => peer.isValid(message) },
    wasmBoth: { rounds: 2000, work: () => write() && wasm.validate() !== 0 },
    peerBoth: { rounds: 200, work: () => peer.isValid(peer.parse(bytes)) },
  });
}
