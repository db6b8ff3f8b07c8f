#include "server/store/resource.h"

#include <openssl/evp.h>

#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/unknown_field_set.h"
#include "server/store/uuid.h"

namespace muster::store {

std::string ChildNameText(std::string_view parent, std::string_view collection,
                          std::string_view id) {
  return absl::StrCat(std::string(parent), "/", std::string(collection), "/", UuidText(id));
}

std::optional<ChildName> ParseChildName(std::string_view name, std::string_view collection) {
  const std::size_t last = name.rfind('/');
  if (last == std::string_view::npos) return std::nullopt;
  const std::optional<std::string> id = ParseUuid(name.substr(last + 1));
  const std::string_view rest = name.substr(0, last);
  if (!id.has_value() || rest.size() <= collection.size() ||
      rest.substr(rest.size() - collection.size()) != collection ||
      rest[rest.size() - collection.size() - 1] != '/') {
    return std::nullopt;
  }
  return ChildName{std::string(rest.substr(0, rest.size() - collection.size() - 1)), *id};
}

std::string MessageBytes(const google::protobuf::MessageLite& message) {
  std::string bytes;
  bytes.reserve(message.ByteSizeLong());
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeWithCachedSizes(&coded);
  coded.Trim();
  return bytes;
}

// What has no place in a message is kept and written as it came.
void AddFieldBytes(google::protobuf::Message& message, int field_number, std::string octets) {
  google::protobuf::UnknownFieldSet& others =
      *message.GetReflection()->MutableUnknownFields(&message);
  *others.AddLengthDelimited(field_number) = std::move(octets);
}

void AddFieldBytes(google::protobuf::Message& message, std::string_view octets) {
  google::protobuf::io::CodedInputStream stream(reinterpret_cast<const uint8_t*>(octets.data()),
                                                static_cast<int>(octets.size()));
  message.GetReflection()->MutableUnknownFields(&message)->MergeFromCodedStream(&stream);
}

absl::Status ParseStored(std::string_view bytes, google::protobuf::MessageLite& message) {
  if (message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::OkStatus();
  }
  return absl::DataLossError(absl::StrCat("a stored ", message.GetTypeName(), " is damaged"));
}

std::string Sha256(std::string_view bytes) {
  // Looked for by its name once: that takes a lock and ten allocations.
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  std::string digest(32, '\0');
  if (EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()),
                 nullptr, algorithm, nullptr) != 1) {
    std::abort();  // No memory.
  }
  return digest;
}

std::int64_t MicrosecondsOf(const google::protobuf::Timestamp& timestamp) {
  return timestamp.seconds() * 1000000 + timestamp.nanos() / 1000;
}

google::protobuf::Timestamp TimestampOf(std::int64_t microseconds) {
  // Rounded down, as a timestamp counts its nanoseconds forward also before 1970.
  std::int64_t seconds = microseconds / 1000000;
  if (microseconds % 1000000 < 0) --seconds;
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<std::int32_t>((microseconds - seconds * 1000000) * 1000));
  return timestamp;
}

}  // namespace muster::store
