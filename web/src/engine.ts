// The only file that touches WebAssembly memory. Calls in either direction carry a list of byte
// strings, each behind its length in four bytes (little endian); numbers travel as decimal text.

export type Part = string | Uint8Array;
export type Handler = (parts: Uint8Array[]) => void;

interface Exports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  argument_buffer(size: number): number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const text = (part: Uint8Array | undefined): string => decoder.decode(part);

export class Engine {
  private constructor(private readonly exports: Exports) {}

  // `module`: of the core, maybe still under way.
  static async start(
    module: Promise<WebAssembly.Module>,
    handlers: Record<string, Handler>,
  ): Promise<Engine> {
    let exports: Exports;
    const host: Record<string, WebAssembly.ImportValue> = {
      now: () => Date.now(),
      random: (at: number, size: number) =>
        void crypto.getRandomValues(new Uint8Array(exports.memory.buffer, at, size)),
    };
    for (const [name, handler] of Object.entries(handlers)) {
      host[name] = (at: number, size: number) =>
        handler(unpack(new Uint8Array(exports.memory.buffer, at, size)));
    }
    const imports: Record<string, Record<string, WebAssembly.ImportValue>> = { host };
    const core = await module;
    // What else it imports belongs to a C library's way of dying, which has nothing to say here.
    // Writing fails (8: no such file): who is told that 0 bytes were written tries again for ever.
    for (const { module: from, name } of WebAssembly.Module.imports(core)) {
      (imports[from] ??= {})[name] ??= () => (name === 'fd_write' ? 8 : 0);
    }
    const instance = await WebAssembly.instantiate(core, imports);
    exports = instance.exports as unknown as Exports;
    exports._initialize();
    return new Engine(exports);
  }

  // Tells the core of an event, and gives what it answers.
  tell(event: string, ...parts: Part[]): number {
    const encoded = parts.map((part) => (typeof part === 'string' ? encoder.encode(part) : part));
    const size = encoded.reduce((sum, part) => sum + 4 + part.length, 0);
    let at = this.exports.argument_buffer(size);
    // A new view: the call may have made memory grow.
    const memory = new DataView(this.exports.memory.buffer);
    for (const part of encoded) {
      memory.setUint32(at, part.length, true);
      new Uint8Array(memory.buffer).set(part, at + 4);
      at += 4 + part.length;
    }
    return (this.exports as unknown as Record<string, (size: number) => number>)[event]!(size);
  }
}

// Copies, so that a handler may keep them.
function unpack(bytes: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  const lengths = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < bytes.length;) {
    const length = lengths.getUint32(at, true);
    parts.push(bytes.slice(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return parts;
}
