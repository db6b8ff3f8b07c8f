// A form as the tables will have it, made of a request message and checked on the way.
#ifndef MUSTER_PROTO_PLUGIN_FORM_MODEL_H_
#define MUSTER_PROTO_PLUGIN_FORM_MODEL_H_

#include <google/protobuf/descriptor.h>

#include <string>
#include <vector>

#include "proto/plugin/emitter.h"
#include "proto/plugin/form_hints.h"

namespace muster::plugin {

// Mirrors muster::form::Ask.
struct AskModel {
  std::string path;
  const google::protobuf::FieldDescriptor* field = nullptr;
  const google::protobuf::FieldDescriptor* group = nullptr;
  std::string shown_when_path;
  std::vector<std::string> shown_when_values;
};

// Mirrors muster::form::Step.
struct StepModel {
  std::string id;
  const PageHints* page = nullptr;
  std::vector<AskModel> asks;
};

struct FormModel {
  const google::protobuf::Descriptor* request = nullptr;
  FormHints hints;
  const google::protobuf::FieldDescriptor* content = nullptr;
  std::vector<StepModel> steps;
};

// The form of `request`, which has `hints`. What is wrong with it goes to `diagnostics`.
FormModel MakeFormModel(const google::protobuf::Descriptor& request, const FormHints& hints,
                        const Schema& schema, Diagnostics& diagnostics);

// The widget of a field with the default resolved: "WIDGET_TEXT".
std::string WidgetOf(const google::protobuf::FieldDescriptor& field, const FieldHints& hints);

// Whether the field, of a message that WIDGET_QUESTIONS names, is one of the two that hold an
// answer.
bool IsAnswerField(const google::protobuf::FieldDescriptor& field);

}  // namespace muster::plugin

#endif  // MUSTER_PROTO_PLUGIN_FORM_MODEL_H_
