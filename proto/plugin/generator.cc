#include "proto/plugin/generator.h"

#include <google/protobuf/compiler/cpp/cpp_generator.h>

#include <utility>

#include "proto/plugin/emit/plain_emitter.h"
#include "proto/plugin/emit/rules_emitter.h"
#include "proto/plugin/emitter.h"
#include "proto/plugin/form_emitter.h"
#include "proto/plugin/strip.h"

namespace muster::plugin {
namespace {

using google::protobuf::FileDescriptor;
using google::protobuf::compiler::GeneratorContext;

// Parts that are made with `emit=NAME`, besides the messages themselves.
constexpr std::pair<std::string_view, Emitter> kEmitters[] = {
    {"rules", EmitRules},
    {"registry", EmitRegistry},
    {"forms", EmitForms},
};

struct Parameters {
  Runtime runtime = Runtime::kFull;
  std::vector<std::string> parts = {"messages", "rules"};
  bool refuse_messages = false;
  std::string welsh_file;

  bool Has(std::string_view part) const {
    for (const std::string& wanted : parts) {
      if (wanted == part) return true;
    }
    return false;
  }
};

std::vector<std::string> Split(const std::string& text, char separator) {
  std::vector<std::string> out(1);
  for (const char c : text) {
    if (c == separator) {
      out.emplace_back();
    } else {
      out.back() += c;
    }
  }
  return out;
}

bool KnownPart(const std::string& part) {
  for (const auto& [name, emitter] : kEmitters) {
    if (part == name) return true;
  }
  return part == "messages";
}

bool ReadParameters(const std::string& text, Parameters& parameters, std::string* error) {
  if (text.empty()) return true;
  for (const std::string& word : Split(text, ',')) {
    if (word == "runtime=full" || word == "runtime=lite" || word == "runtime=plain") {
      parameters.runtime = word == "runtime=lite"    ? Runtime::kLite
                           : word == "runtime=plain" ? Runtime::kPlain
                                                     : Runtime::kFull;
    } else if (word == "refuse=messages") {
      parameters.refuse_messages = true;
    } else if (word.rfind("welsh=", 0) == 0) {
      parameters.welsh_file = word.substr(6);
    } else if (word.rfind("emit=", 0) == 0) {
      parameters.parts = Split(word.substr(5), '+');
      for (const std::string& part : parameters.parts) {
        if (KnownPart(part)) continue;
        *error = "emit=" + part + " is none of the parts that can be made";
        return false;
      }
    } else {
      *error = "parameter \"" + word +
               "\" is none of runtime=full|lite|plain, emit=PART+PART, refuse=messages, welsh=FILE";
      return false;
    }
  }
  return true;
}

bool EmitMessages(const std::vector<const FileDescriptor*>& files, Runtime runtime,
                  GeneratorContext& context, std::string* error) {
  const google::protobuf::compiler::cpp::CppGenerator stock;
  StrippedPool stripped(runtime);
  for (const FileDescriptor* file : files) {
    const FileDescriptor* plain = stripped.Strip(*file, *error);
    if (plain == nullptr || !stock.Generate(plain, "", &context, error)) return false;
  }
  return true;
}

}  // namespace

bool Generator::Generate(const FileDescriptor* file, const std::string& parameter,
                         GeneratorContext* context, std::string* error) const {
  return GenerateAll({file}, parameter, context, error);
}

bool Generator::GenerateAll(const std::vector<const FileDescriptor*>& files,
                            const std::string& parameter, GeneratorContext* context,
                            std::string* error) const {
  Parameters parameters;
  if (!ReadParameters(parameter, parameters, error)) return false;
  if (files.empty()) return true;
  Diagnostics diagnostics;
  const OptionReader options(*files[0]->pool());
  const bool plain = parameters.runtime == Runtime::kPlain;
  const Schema schema{files, options, parameters.refuse_messages, parameters.welsh_file, plain};
  for (const auto& [part, emit] : kEmitters) {
    if (parameters.Has(part)) emit(schema, *context, diagnostics);
  }
  if (plain && parameters.Has("messages")) EmitPlainMessages(schema, *context, diagnostics);
  if (!diagnostics.ok()) {
    *error = diagnostics.Text();
    return false;
  }
  return plain || !parameters.Has("messages") ||
         EmitMessages(files, parameters.runtime, *context, error);
}

}  // namespace muster::plugin
