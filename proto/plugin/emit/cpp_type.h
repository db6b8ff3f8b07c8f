// Types of CEL as types of C++.
#ifndef MUSTER_PROTO_PLUGIN_EMIT_CPP_TYPE_H_
#define MUSTER_PROTO_PLUGIN_EMIT_CPP_TYPE_H_

#include <google/protobuf/descriptor.h>

#include <string>

#include "proto/plugin/cel/type.h"

namespace muster::plugin {

// How a value of `type` is handed around: text as a view.
std::string ViewType(const cel::Type& type, const google::protobuf::FileDescriptor& from);

// How it is kept: text as a string, in lists and maps as well.
std::string OwnedType(const cel::Type& type, const google::protobuf::FileDescriptor& from);

// Whether what a message holds of it is not yet the value: a time or a wrapper.
bool NeedsAdapting(const cel::Type& type);

// The value of what a message holds.
std::string Adapted(const std::string& text, const cel::Type& type);

}  // namespace muster::plugin

#endif  // MUSTER_PROTO_PLUGIN_EMIT_CPP_TYPE_H_
