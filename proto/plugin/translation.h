// The form hints' words in another language, from a text file beside the contract. Each entry has
// the key of a text, what the contract says in English, and what that is in the other language:
//
//   muster.v1.Submitter.full_name label
//     Your full name
//     Eich enw llawn
//
// A key is the full name of the element and the way to the text in its hints. Lines that begin with
// "#" and empty ones are passed over. Stops the build: a text of the hints without an entry, an
// entry whose English is no longer what the contract says, an entry for no text, an apostrophe that
// is written in another way than "'".
#ifndef MUSTER_PROTO_PLUGIN_TRANSLATION_H_
#define MUSTER_PROTO_PLUGIN_TRANSLATION_H_

#include <google/protobuf/descriptor.h>

#include <map>
#include <string>

#include "proto/plugin/diagnostics.h"
#include "proto/plugin/form_hints.h"

namespace muster::plugin {

class Translation {
 public:
  // Complaints go to `diagnostics`, which outlives this.
  explicit Translation(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  // False: `file` can't be read or is malformed; `*error` says what is wrong in one line.
  bool Read(const std::string& file, std::string* error);

  // The hints of an element in the other language.
  FormHints Of(const google::protobuf::Descriptor& request, FormHints hints);
  FieldHints Of(const google::protobuf::FieldDescriptor& field, FieldHints hints);
  ValueHints Of(const google::protobuf::EnumValueDescriptor& value, ValueHints hints);

  // Complains of what was never asked for.
  void CheckAllUsed(const google::protobuf::FileDescriptor& file);

 private:
  struct Entry {
    std::string english;
    std::string translated;
    bool is_used = false;
  };

  // Replaces `text`, if it is not empty.
  void Translate(const Place& place, const std::string& key, std::string& text);
  void TranslateAll(const Place& place, const std::string& key, std::vector<std::string>& texts);

  Diagnostics& diagnostics_;
  std::string file_;
  std::map<std::string, Entry> entries_;
};

}  // namespace muster::plugin

#endif  // MUSTER_PROTO_PLUGIN_TRANSLATION_H_
