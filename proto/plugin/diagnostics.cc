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

bool BeginsWith(const google::protobuf::SourceCodeInfo::Location& location,
                const std::vector<int>& path) {
  if (location.path_size() < static_cast<int>(path.size())) return false;
  return std::equal(path.begin(), path.end(), location.path().begin());
}

// A complaint points at the option, or at the first part of it that the source tells apart, else at
// what holds it. Line and column count from 1; empty if the file came without positions.
std::string Locate(const Place& place) {
  FileDescriptorProto file;
  place.file->CopySourceCodeInfoTo(&file);
  for (std::vector<int> path = place.path;; path.pop_back()) {
    for (const auto& location : file.source_code_info().location()) {
      if (!BeginsWith(location, path)) continue;
      return ":" + std::to_string(location.span(0) + 1) + ":" +
             std::to_string(location.span(1) + 1);
    }
    if (path.empty()) return "";
  }
}

Place PlaceOfExtension(const FieldDescriptor& field, const std::vector<int>& option_path) {
  const std::vector<int> inner = {field.index(), FieldDescriptorProto::kOptionsFieldNumber};
  Place place{field.file(), {FileDescriptorProto::kExtensionFieldNumber}};
  if (field.extension_scope() != nullptr) {
    place.path.clear();
    AppendPath(*field.extension_scope(), place.path);
    place.path.push_back(DescriptorProto::kExtensionFieldNumber);
  }
  place.path.insert(place.path.end(), inner.begin(), inner.end());
  place.path.insert(place.path.end(), option_path.begin(), option_path.end());
  return place;
}

}  // namespace

Place PlaceOf(const FieldDescriptor& field, const std::vector<int>& option_path) {
  if (field.is_extension()) return PlaceOfExtension(field, option_path);
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
  std::string line = place.file->name() + Locate(place);
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
