// Reads the Protocol Buffers wire format field by field, for the few messages that are not the
// form's own (error details), so that their classes stay out of the browser.
#ifndef MUSTER_WASM_CLIENT_TRANSPORT_WIRE_READER_H_
#define MUSTER_WASM_CLIENT_TRANSPORT_WIRE_READER_H_

#include <cstdint>
#include <string_view>

namespace muster::client {

// WireReader walks the fields of one message. Any bytes are safe to read: what is no message ends
// the walk with `is_malformed`.
class WireReader {
 public:
  explicit WireReader(std::string_view bytes) : rest_(bytes) {}

  // Moves to the next field. False at the end, or at bytes that are no field.
  bool Next();

  uint32_t number() const { return number_; }
  // Of a field of wire type 0, 1 or 5; else 0.
  uint64_t value() const { return value_; }
  // Of a field of wire type 2; else empty.
  std::string_view bytes() const { return bytes_; }
  bool is_malformed() const { return is_malformed_; }

 private:
  bool ReadVarint(uint64_t& value);
  bool ReadFixed(int size);
  bool Fail();

  std::string_view rest_;
  uint32_t number_ = 0;
  uint64_t value_ = 0;
  std::string_view bytes_;
  bool is_malformed_ = false;
};

}  // namespace muster::client

#endif  // MUSTER_WASM_CLIENT_TRANSPORT_WIRE_READER_H_
