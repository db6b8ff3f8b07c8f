// Reads the Protocol Buffers wire format field by field, from bytes that anyone may have written.
// Takes and refuses what protobuf's own parsers do.
#ifndef MUSTER_PROTO_RULES_WIRE_READER_H_
#define MUSTER_PROTO_RULES_WIRE_READER_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace muster::rules {

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
  // Messages and groups in each other.
  static constexpr int kMostDepth = 100;

  // `depth`: how many groups may be in each other here.
  explicit WireReader(std::string_view bytes, int depth = kMostDepth)
      : rest_(bytes), depth_(depth) {}

  // The next field. False: at the end, or the bytes are no message (`malformed`).
  bool Next(WireField& field);
  bool malformed() const { return malformed_; }

 private:
  bool Tag(uint32_t& tag);
  bool Varint(uint64_t& value, int most_bytes);
  bool Take(uint64_t size, std::string_view& bytes);
  bool Value(uint32_t tag, WireField& field);
  bool SkipGroup(uint32_t end_tag);

  std::string_view rest_;
  int depth_;
  bool malformed_ = false;
};

// The bytes of the last field `number` of wire type 2. Empty if there is none.
std::string_view FindBytesField(std::string_view message, uint32_t number);

// The bytes of a message in field `number`. One that comes in several pieces is merged, as
// everywhere.
std::string MergedBytesField(std::string_view message, uint32_t number);

}  // namespace muster::rules

#endif  // MUSTER_PROTO_RULES_WIRE_READER_H_
