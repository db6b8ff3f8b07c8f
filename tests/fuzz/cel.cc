// CEL as anyone may write it in a .proto: parsed, checked and worked out. The first byte says what
// `this` is.
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>

#include "muster/v1/submission.pb.h"
#include "proto/plugin/cel/checker.h"
#include "proto/plugin/cel/folder.h"
#include "proto/plugin/cel/parser.h"

namespace {

using muster::plugin::cel::Type;

Type TypeNumber(uint8_t number) {
  using Kind = Type::Kind;
  static constexpr Kind kPlain[] = {Kind::kBool,   Kind::kInt,   Kind::kUint,      Kind::kDouble,
                                    Kind::kString, Kind::kBytes, Kind::kTimestamp, Kind::kDuration};
  number %= std::size(kPlain) + 3;
  if (number < std::size(kPlain)) return kPlain[number];
  if (number == std::size(kPlain)) return muster::plugin::cel::ListOf(Type(Kind::kString));
  if (number == std::size(kPlain) + 1) {
    return muster::plugin::cel::MapOf(Type(Kind::kString), Type(Kind::kInt));
  }
  Type message(Kind::kMessage);
  message.message = muster::v1::SubmissionContent::descriptor();
  return message;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string source(reinterpret_cast<const char*>(data + 1), size - 1);
  muster::plugin::cel::Complaint complaint;
  const muster::plugin::cel::Tree parsed = muster::plugin::cel::Parse(source, complaint);
  if (parsed == nullptr) {
    // Whoever is told where it is wrong can find the place.
    if (complaint.text.empty() || complaint.offset > source.size()) __builtin_trap();
    return 0;
  }
  muster::plugin::cel::Scope scope;
  scope.pool = google::protobuf::DescriptorPool::generated_pool();
  scope.variables["this"] = TypeNumber(data[0]);
  scope.variables["now"] = Type::Kind::kTimestamp;
  const muster::plugin::cel::Tree checked = muster::plugin::cel::Check(parsed, scope, complaint);
  if (checked == nullptr) return 0;
  const muster::plugin::cel::Tree folded = muster::plugin::cel::Fold(checked, {});
  if (folded == nullptr) __builtin_trap();
  muster::plugin::cel::CanFail(*folded);
  if (folded->type.Is(Type::Kind::kBool)) muster::plugin::cel::Negate(folded);
  return 0;
}
