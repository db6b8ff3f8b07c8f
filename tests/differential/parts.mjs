// Reads packed parts (each behind its length in four bytes, little endian) from a stream, so many
// at a time.
export async function* readParts(stream, count) {
  let rest = Buffer.alloc(0);
  for await (const chunk of stream) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      const parts = [];
      let at = 0;
      while (parts.length < count && at + 4 <= rest.length) {
        const end = at + 4 + rest.readUInt32LE(at);
        if (end > rest.length) break;
        parts.push(rest.subarray(at + 4, end));
        at = end;
      }
      if (parts.length < count) break;
      rest = rest.subarray(at);
      yield parts;
    }
  }
  if (rest.length > 0) throw new Error('the stream ends within a record');
}
