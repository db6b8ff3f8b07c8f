#include "proto/plugin/emit/message_writer.h"

#include "proto/plugin/emit/cpp_name.h"

namespace muster::plugin {
namespace {

using google::protobuf::FieldDescriptor;

constexpr char kArguments[] = "const rules::Here* parent, rules::Violations& violations) {";

}  // namespace

MessageWriter::MessageWriter(const MessageModel& model, const RuleReader& reader,
                             RuleConstants& constants, Diagnostics& diagnostics)
    : model_(model),
      reader_(reader),
      constants_(constants),
      file_(*model.message->file()),
      class_(ClassOf(*model.message, file_)),
      values_(file_, constants, diagnostics) {}

bool MessageWriter::Descends(const FieldDescriptor& element) const {
  return element.message_type() != nullptr && !element.is_map() &&
         reader_.HasRules(*element.message_type());
}

std::string MessageWriter::Descend(const FieldDescriptor& element, const std::string& read,
                                   const std::string& here) const {
  const std::string scope = ScopeOf(*element.message_type()->file(), file_);
  return scope + "Check(" + read + ", " + here + ", violations);";
}

void MessageWriter::Write(Source& inner, Source& outer) {
  for (const FieldModel& field : model_.fields) WriteField(field, inner);
  const bool any = !checked_.empty() || !model_.rules.empty() || !model_.groups.empty() ||
                   !model_.required_oneofs.empty();
  if (!any) {
    outer.Line("void Check(const " + class_ + "&, const rules::Here*, rules::Violations&) {}");
  } else {
    bool reads = !checked_.empty() || !model_.groups.empty() || !model_.required_oneofs.empty();
    for (const Rule& rule : model_.rules) reads = reads || ReadsThis(*rule.tree);
    outer.Line("void Check(const " + class_ + (reads ? "& message, " : "&, ") + kArguments);
    WriteMessageRules(outer);
    for (const CheckedField& field : checked_) {
      outer.Line(field.function + "(message, parent, violations);");
    }
    outer.Line("}");
  }
  outer.Print(R"(

      bool Validate(const $class$& message, rules::Violations& violations) {
        const rules::Outcome outcome(violations);
        Check(message, nullptr, violations);
        return outcome.unchanged();
      }

      )",
              {{"class", class_}});
  WriteFieldSwitch(outer);
}

void MessageWriter::WriteFieldSwitch(Source& out) {
  if (checked_.empty()) {
    out.Print(R"(
        bool ValidateField(const $class$&, int, rules::Violations&) { return true; }

        )",
              {{"class", class_}});
    return;
  }
  out.Print(R"(
      bool ValidateField(const $class$& message, int field_number, rules::Violations& violations) {
        const rules::Outcome outcome(violations);
        switch (field_number) {
      )",
            {{"class", class_}});
  for (const CheckedField& field : checked_) {
    out.Line("case " + std::to_string(field.number) + ":");
    out.Line("  " + field.function + "(message, nullptr, violations);");
    out.Line("  break;");
  }
  out.Line("default:");
  out.Line("  break;");
  out.Print(R"(
        }
        return outcome.unchanged();
      }

      )");
}

void MessageWriter::WriteMessageRules(Source& out) {
  CppValue value;
  value.here = "parent";
  for (const Rule& rule : model_.rules) {
    values_.WriteRule(rule, "message", "", value, out);
  }
  for (const FieldGroup& group : model_.groups) WriteGroup(group, out);
  for (const auto* oneof : model_.required_oneofs) {
    out.Print(R"(
        if (message.$oneof$_case() == 0) {
          const rules::Here here(parent, $step$);
          rules::Report(&here, {}, "required", $text$, violations);
        }
        )",
              {{"oneof", oneof->name()},
               {"step", constants_.Step(*oneof)},
               {"text", "\"exactly one field is required in oneof\""}});
  }
}

void MessageWriter::WriteGroup(const FieldGroup& group, Source& out) {
  std::string names;
  std::string count;
  for (const FieldDescriptor* field : group.fields) {
    names += (names.empty() ? "" : ", ") + field->name();
    count +=
        (count.empty() ? "" : " + ") + std::string("int{") + PresenceOf(*field, "message") + "}";
  }
  out.Print(R"(
      {
        const int set = $count$;
        if (set > 1) {
          rules::Report(parent, {}, "message.oneof", $text$, violations);
        }
      )",
            {{"count", count}, {"text", Quoted("only one of " + names + " can be set")}});
  if (group.required) {
    out.Print(R"(
        if (set == 0) {
          rules::Report(parent, {}, "message.oneof", $text$, violations);
        }
        )",
              {{"text", Quoted("one of " + names + " must be set")}});
  }
  out.Line("}");
}

bool MessageWriter::ChecksItems(const FieldModel& field) const {
  if (!field.field->is_repeated() || field.field->is_map()) return false;
  const ValueRules* rules = field.value.items.get();
  if (rules != nullptr && rules->ignored) return false;
  return (rules != nullptr && HasRules(*rules)) || Descends(*field.field);
}

bool MessageWriter::ChecksEntries(const FieldModel& field) const {
  if (!field.field->is_map()) return false;
  const ValueRules* keys = field.value.keys.get();
  const ValueRules* values = field.value.values.get();
  if (keys != nullptr && HasRules(*keys)) return true;
  if (values != nullptr && values->ignored) return false;
  return (values != nullptr && HasRules(*values)) ||
         Descends(*field.field->message_type()->map_value());
}

void MessageWriter::WriteField(const FieldModel& field, Source& out) {
  const FieldDescriptor& descriptor = *field.field;
  const bool single = !descriptor.is_repeated() && Descends(descriptor);
  const bool checks = field.required || HasRules(field.value) || single || ChecksItems(field) ||
                      ChecksEntries(field);
  if (field.value.ignored || !checks) return;
  const std::string function =
      constants_.Unused("Check" + FlatName(*model_.message) + "_" + CamelCase(descriptor.name()));
  checked_.push_back({descriptor.number(), function});
  // A rule that no value passes reads none.
  const bool reads = field.required || field.skips_unset || single || ReadsValue(field.value) ||
                     ChecksItems(field) || ChecksEntries(field);
  out.Line("void " + function + "(const " + class_ + (reads ? "& message, " : "&, ") + kArguments);
  WriteFieldBody(field, out);
  out.Line("}");
  out.Blank();
}

void MessageWriter::WriteFieldBody(const FieldModel& field, Source& out) {
  const FieldDescriptor& descriptor = *field.field;
  const std::string step = constants_.Step(descriptor);
  const bool single = !descriptor.is_repeated() && Descends(descriptor);
  if (field.required || HasRules(field.value) || single) {
    out.Line("const rules::Here here(parent, " + step + ");");
  }
  CppValue value{&descriptor,
                 descriptor.is_repeated(),
                 "message." + AccessorOf(descriptor) + "()",
                 "value",
                 "&here",
                 false};
  const std::string unset = "if (" + AbsenceOf(descriptor, "message") + ") ";
  if (field.required) {
    out.Line(unset + "{");
    out.Line(values_.Report(value, *field.required, "required", "\"value is required\""));
    out.Line("return;");
    out.Line("}");
  } else if (field.skips_unset) {
    out.Line(unset + "return;");
  }
  values_.WriteRules(field.value, value, out);
  if (single) out.Line(Descend(descriptor, value.read, "&here"));
  if (ChecksEntries(field)) WriteEntries(field, out);
  if (ChecksItems(field)) WriteItems(field, out);
}

// The rules of one item, key or entry's value, and of the message that it is.
void MessageWriter::WritePart(const ValueRules* rules, const CppValue& value, Source& out) {
  const bool ignored = rules != nullptr && rules->ignored;
  if (ignored) return;
  if (rules != nullptr && HasRules(*rules)) {
    const std::string guard = rules->skips_zero ? NotZero(*value.element, value.read) : "";
    if (!guard.empty()) out.Line("if (" + guard + ") {");
    values_.WriteRules(*rules, value, out);
    if (!guard.empty()) out.Line("}");
  }
  if (!value.is_key && Descends(*value.element)) {
    out.Line(Descend(*value.element, value.read, value.here));
  }
}

void MessageWriter::WriteItems(const FieldModel& field, Source& out) {
  const FieldDescriptor& descriptor = *field.field;
  const ValueRules* rules = field.value.items.get();
  const std::string accessor = "message." + AccessorOf(descriptor);
  out.Print(R"(
      for (int i = 0; i < $list$_size(); ++i) {
        const rules::Here item_here = rules::Here::Item(parent, $step$, i);
      )",
            {{"list", accessor}, {"step", constants_.Step(descriptor)}});
  WritePart(rules, {&descriptor, false, accessor + "(i)", "item", "&item_here", false}, out);
  out.Line("}");
}

void MessageWriter::WriteEntries(const FieldModel& field, Source& out) {
  const FieldDescriptor& descriptor = *field.field;
  const FieldDescriptor& key = *descriptor.message_type()->map_key();
  const FieldDescriptor& element = *descriptor.message_type()->map_value();
  const ValueRules* values = field.value.values.get();
  out.Print(R"(
      for (const auto* entry : rules::Sorted(message.$map$())) {
        const rules::Here entry_here = rules::Here::Entry(parent, $step$, entry->first);
      )",
            {{"map", AccessorOf(descriptor)}, {"step", constants_.Step(descriptor)}});
  WritePart(field.value.keys.get(), {&key, false, "entry->first", "key", "&entry_here", true}, out);
  WritePart(values, {&element, false, "entry->second", "item", "&entry_here", false}, out);
  out.Line("}");
}

}  // namespace muster::plugin
