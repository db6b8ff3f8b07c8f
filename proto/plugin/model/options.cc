#include "proto/plugin/model/options.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

namespace muster::plugin {

using google::protobuf::Message;

OptionReader::OptionReader(const google::protobuf::DescriptorPool& pool)
    : pool_(pool), factory_(&pool) {}

std::unique_ptr<Message> OptionReader::Read(const Message& options,
                                            const std::string& extension) const {
  const auto* field = pool_.FindExtensionByName(extension);
  if (field == nullptr || field->message_type() == nullptr) return nullptr;
  const std::unique_ptr<Message> copy(factory_.GetPrototype(field->containing_type())->New());
  const std::string bytes = options.SerializeAsString();
  google::protobuf::io::CodedInputStream input(reinterpret_cast<const uint8_t*>(bytes.data()),
                                               static_cast<int>(bytes.size()));
  input.SetExtensionRegistry(&pool_, &factory_);
  if (!copy->MergeFromCodedStream(&input)) return nullptr;
  if (!copy->GetReflection()->HasField(*copy, field)) return nullptr;
  std::unique_ptr<Message> value(factory_.GetPrototype(field->message_type())->New());
  value->CopyFrom(copy->GetReflection()->GetMessage(*copy, field));
  return value;
}

}  // namespace muster::plugin
