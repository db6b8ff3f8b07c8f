// Custom options of a schema, read through the pool of the request itself: extensions that the
// plugin was not compiled with (all of them) are resolved there.
#ifndef MUSTER_PROTO_PLUGIN_MODEL_OPTIONS_H_
#define MUSTER_PROTO_PLUGIN_MODEL_OPTIONS_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/message.h>

#include <memory>
#include <string>

namespace muster::plugin {

class OptionReader {
 public:
  // `pool` outlives the reader and what it returns.
  explicit OptionReader(const google::protobuf::DescriptorPool& pool);

  // The value of the message-typed option `extension` ("muster.form.v1.field") in `options`, which
  // is the `options()` of any element. Null when it is not set. The message is dynamic: read it
  // with its reflection. Valid while the reader is.
  std::unique_ptr<google::protobuf::Message> Read(const google::protobuf::Message& options,
                                                  const std::string& extension) const;

 private:
  const google::protobuf::DescriptorPool& pool_;
  mutable google::protobuf::DynamicMessageFactory factory_;
};

}  // namespace muster::plugin

#endif  // MUSTER_PROTO_PLUGIN_MODEL_OPTIONS_H_
