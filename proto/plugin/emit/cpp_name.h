// What things of a schema are called in C++: by the stock generator, and by what is written beside
// it.
#ifndef MUSTER_PROTO_PLUGIN_EMIT_CPP_NAME_H_
#define MUSTER_PROTO_PLUGIN_EMIT_CPP_NAME_H_

#include <google/protobuf/descriptor.h>

#include <set>
#include <string>

namespace muster::plugin {

// Whether C++ keeps `name` for itself.
bool IsKeyword(const std::string& name);

// Whether a function of that name is written for every message.
bool IsGeneratedFunction(const std::string& name);

// What C++ finds in the namespace of `file`: what the stock generator writes there for it and for
// what it imports, the tables of messages, and the namespaces inside it.
std::set<std::string> NamesSeenBy(const google::protobuf::FileDescriptor& file);

// "muster::v1" of a file's package.
std::string NamespaceOf(const google::protobuf::FileDescriptor& file);

// `code` in the namespace of `file`, if it has one.
std::string InNamespace(const google::protobuf::FileDescriptor& file, const std::string& code);

// "::muster::v1::", or "::" without a package.
std::string GlobalScopeOf(const google::protobuf::FileDescriptor& file);

// The same as code in the package of `from` needs it: "" within a package.
std::string ScopeOf(const google::protobuf::FileDescriptor& file,
                    const google::protobuf::FileDescriptor& from);

// `message.name()` of the stock generator, without the parentheses.
std::string AccessorOf(const google::protobuf::FieldDescriptor& field);

// Whether a field of the message `target` is set, as has() means it.
std::string PresenceOf(const google::protobuf::FieldDescriptor& field, const std::string& target);

// The opposite.
std::string AbsenceOf(const google::protobuf::FieldDescriptor& field, const std::string& target);

// "Booking_Item": a class or enum as part of other names, without its namespace.
std::string FlatName(const google::protobuf::Descriptor& message);
std::string FlatName(const google::protobuf::EnumDescriptor& type);

// How code in the package of `from` calls the class of `message`: "Booking", "::other::Booking", or
// "class Check", which has the name of a function.
std::string ClassOf(const google::protobuf::Descriptor& message,
                    const google::protobuf::FileDescriptor& from);

// How code of any package does.
std::string GlobalClassOf(const google::protobuf::Descriptor& message);

// The same of an enum, and of the function that knows its values.
std::string EnumOf(const google::protobuf::EnumDescriptor& type,
                   const google::protobuf::FileDescriptor& from);
std::string EnumCheckOf(const google::protobuf::EnumDescriptor& type,
                        const google::protobuf::FileDescriptor& from);

}  // namespace muster::plugin

#endif  // MUSTER_PROTO_PLUGIN_EMIT_CPP_NAME_H_
