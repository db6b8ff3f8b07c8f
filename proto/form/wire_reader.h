// Reads the Protocol Buffers wire format field by field, from bytes that anyone may have written.
#ifndef MUSTER_PROTO_FORM_WIRE_READER_H_
#define MUSTER_PROTO_FORM_WIRE_READER_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace muster::form {

// One field as it stands in the bytes.
struct WireField {
  uint32_t number = 0;
  // 0: `value` is a number; 2: `bytes`; 1, 5 and 3 (a group): passed over, neither is set.
  uint8_t wire_type = 0;
  uint64_t value = 0;
  std::string_view bytes;
};

class WireReader {
 public:
  explicit WireReader(std::string_view bytes) : rest_(bytes) {}

  // The next field. False: at the end, or the bytes are no message (`malformed`).
  bool Next(WireField& field);
  bool malformed() const { return malformed_; }

 private:
  bool Varint(uint64_t& value);
  bool Skip(uint64_t size);
  bool SkipGroup(uint32_t number);

  std::string_view rest_;
  bool malformed_ = false;
  int group_depth_ = 0;
  // Number of the group whose end was just read, inside SkipGroup.
  uint32_t end_of_group_ = 0;
};

// The bytes of the last field `number` of wire type 2. Empty if there is none.
std::string_view FindBytesField(std::string_view message, uint32_t number);

// The bytes of a message in field `number`. One that comes in several pieces is merged, as
// everywhere.
std::string MergedBytesField(std::string_view message, uint32_t number);

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_WIRE_READER_H_
