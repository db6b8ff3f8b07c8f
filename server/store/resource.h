// What the stores have in common: names, times, bytes and digests of resources.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"

namespace muster::store {

// A name of the form "{parent}/{collection}/{uuid}".
struct ChildName {
  std::string parent;
  // 16 octets.
  std::string id;
};

std::string ChildNameText(std::string_view parent, std::string_view collection,
                          std::string_view id);
std::optional<ChildName> ParseChildName(std::string_view name, std::string_view collection);

// The same bytes for equal messages: fields in order of number, maps in order of key.
std::string MessageBytes(const google::protobuf::MessageLite& message);
// Adds a field that holds a message by that message's octets, or all the fields of another message
// of the same type by its octets: they are not parsed only to be written again. They are written
// behind all other fields, in the order in which they were added; until `message` has been written
// and parsed, they read as unset.
void AddFieldBytes(google::protobuf::Message& message, int field_number, std::string octets);
void AddFieldBytes(google::protobuf::Message& message, std::string_view octets);
// DATA_LOSS if the bytes, which came from the store, are no such message.
absl::Status ParseStored(std::string_view bytes, google::protobuf::MessageLite& message);

// 32 octets.
std::string Sha256(std::string_view bytes);

std::int64_t MicrosecondsOf(const google::protobuf::Timestamp& timestamp);
google::protobuf::Timestamp TimestampOf(std::int64_t microseconds);

}  // namespace muster::store
