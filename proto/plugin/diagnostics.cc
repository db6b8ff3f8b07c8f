#include "proto/plugin/diagnostics.h"

#include <google/protobuf/descriptor.pb.h>

#include <algorithm>

namespace muster::plugin {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorProto;
using google::protobuf::FieldDescriptor;
using google::protobuf::FieldDescriptorProto;
using google::protobuf::FileDescriptorProto;
using google::protobuf::OneofDescriptor;
using google::protobuf::OneofDescriptorProto;
using google::protobuf::SourceLocation;

void AppendPath(const Descriptor& message, std::vector<int>& path) {
  if (message.containing_type() == nullptr) {
    path.push_back(FileDescriptorProto::kMessageTypeFieldNumber);
  } else {
    AppendPath(*message.containing_type(), path);
    path.push_back(DescriptorProto::kNestedTypeFieldNumber);
  }
  path.push_back(message.index());
}

Place MakePlace(const Descriptor& message, const std::vector<int>& inner,
                const std::vector<int>& option_path) {
  Place place{message.file(), {}};
  AppendPath(message, place.path);
  place.path.insert(place.path.end(), inner.begin(), inner.end());
  place.path.insert(place.path.end(), option_path.begin(), option_path.end());
  return place;
}

// A complaint points at the option when the source tells where it is, else at what holds it.
SourceLocation Locate(const Place& place) {
  SourceLocation location{};
  std::vector<int> path = place.path;
  while (!path.empty() && !place.file->GetSourceLocation(path, &location)) path.pop_back();
  return location;
}

}  // namespace

Place PlaceOf(const FieldDescriptor& field, const std::vector<int>& option_path) {
  return MakePlace(*field.containing_type(),
                   {DescriptorProto::kFieldFieldNumber, field.index(),
                    FieldDescriptorProto::kOptionsFieldNumber},
                   option_path);
}

Place PlaceOf(const Descriptor& message, const std::vector<int>& option_path) {
  return MakePlace(message, {DescriptorProto::kOptionsFieldNumber}, option_path);
}

Place PlaceOf(const OneofDescriptor& oneof, const std::vector<int>& option_path) {
  return MakePlace(*oneof.containing_type(),
                   {DescriptorProto::kOneofDeclFieldNumber, oneof.index(),
                    OneofDescriptorProto::kOptionsFieldNumber},
                   option_path);
}

void Diagnostics::Error(const Place& place, std::string_view text) {
  SourceLocation location{};
  std::string line(place.file->name());
  // A schema that comes as descriptors may have no positions.
  if (place.file->GetSourceLocation(&location)) {
    location = Locate(place);
    line += ':' + std::to_string(location.start_line + 1);
    line += ':' + std::to_string(location.start_column + 1);
  }
  line += ": error: ";
  line += text;
  // A message that is the field of many others would be reported once for each.
  if (std::find(lines_.begin(), lines_.end(), line) == lines_.end()) lines_.push_back(line);
}

void Diagnostics::Merge(const Diagnostics& other) {
  for (const std::string& line : other.lines_) {
    if (std::find(lines_.begin(), lines_.end(), line) == lines_.end()) lines_.push_back(line);
  }
}

std::string Diagnostics::Text() const {
  std::string out;
  for (const std::string& line : lines_) out += '\n' + line;
  return out;
}

}  // namespace muster::plugin
