// What the rules of a field say that a form, a table or a document wants to know. The rules
// themselves are compiled from the same options by rules_emitter.
#ifndef MUSTER_PROTO_PLUGIN_MODEL_FACTS_H_
#define MUSTER_PROTO_PLUGIN_MODEL_FACTS_H_

#include <google/protobuf/descriptor.h>

#include <cstdint>
#include <optional>
#include <string>

#include "proto/plugin/model/options.h"

namespace muster::plugin {

struct FieldFacts {
  bool required = false;
  // Strings, in code points, and bytes, in bytes; of a repeated field, those of each item.
  std::optional<uint64_t> min_len;
  std::optional<uint64_t> max_len;
  // RE2; empty if there is none.
  std::string pattern;
  // Repeated fields.
  std::optional<uint64_t> min_items;
  std::optional<uint64_t> max_items;
  bool unique = false;
  // Whole numbers: the bounds, both inclusive; none where they mean "outside of".
  std::optional<int64_t> minimum;
  std::optional<int64_t> maximum;
  // Name of the well-known format: "email", "uuid", "uri"; empty if there is none.
  std::string format;
};

FieldFacts FactsOf(const google::protobuf::FieldDescriptor& field, const OptionReader& options);

}  // namespace muster::plugin

#endif  // MUSTER_PROTO_PLUGIN_MODEL_FACTS_H_
