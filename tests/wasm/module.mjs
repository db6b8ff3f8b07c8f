// Loads a module of the wasm build under node, with the imports that a test gives.
import { readFileSync } from 'node:fs';

export const wasmFolder = new URL('../../build/wasm/', import.meta.url);

// compiled('wasm-client/core.wasm')
export function compiled(path) {
  return new WebAssembly.Module(readFileSync(new URL(path, wasmFolder)));
}

// What `imports` lacks is WASI's, of which a pure module needs none. They give 0, but writing gives
// WASI's EBADF: whoever writes and is told that 0 bytes went well tries again for ever.
export function instantiate(module, imports = {}) {
  const complete = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    complete[from] ??= {};
    complete[from][name] = imports[from]?.[name] ?? (() => (name === 'fd_write' ? 8 : 0));
  }
  const { exports } = new WebAssembly.Instance(module, complete);
  exports._initialize?.();
  return exports;
}
