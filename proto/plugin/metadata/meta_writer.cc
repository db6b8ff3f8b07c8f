#include "proto/plugin/metadata/meta_writer.h"

#include <algorithm>
#include <set>

#include "proto/plugin/emit/cpp_name.h"
#include "proto/plugin/model/facts.h"

namespace muster::plugin {
namespace {

using cel::Expression;
using google::protobuf::FieldDescriptor;

struct Bounds {
  const char* unit = "kNone";
  std::optional<int64_t> minimum;
  std::optional<int64_t> maximum;
};

std::optional<int64_t> Signed(const std::optional<uint64_t>& value) {
  if (!value || *value > uint64_t{INT64_MAX}) return {};
  return static_cast<int64_t>(*value);
}

Bounds BoundsOf(const FieldDescriptor& field, const FieldFacts& facts) {
  if (field.is_repeated()) return {"kItems", Signed(facts.min_items), Signed(facts.max_items)};
  if (field.type() == FieldDescriptor::TYPE_STRING) {
    return {"kCodePoints", Signed(facts.min_len), Signed(facts.max_len)};
  }
  if (field.type() == FieldDescriptor::TYPE_BYTES) {
    return {"kBytes", Signed(facts.min_len), Signed(facts.max_len)};
  }
  return {"kNumber", facts.minimum, facts.maximum};
}

// One row of the table of fields; empty if the rules say nothing of it.
std::string FieldRow(const FieldDescriptor& field, const OptionReader& options) {
  const FieldFacts facts = FactsOf(field, options);
  const Bounds bounds = BoundsOf(field, facts);
  if (!facts.required && !bounds.minimum && !bounds.maximum) return "";
  std::string row =
      "{.number = " + std::to_string(field.number()) + ", .name = " + Quoted(field.name());
  if (facts.required) row += ", .required = true";
  if (bounds.minimum) row += ", .has_minimum = true";
  if (bounds.maximum) row += ", .has_maximum = true";
  if (bounds.minimum) row += ", .minimum = " + IntLiteral(*bounds.minimum);
  if (bounds.maximum) row += ", .maximum = " + IntLiteral(*bounds.maximum);
  if (bounds.minimum || bounds.maximum) {
    row += std::string(", .unit = ::muster::rules::FieldMeta::Unit::") + bounds.unit;
  }
  return row + "},";
}

// The fields of the message that `tree` reads.
void CollectReads(const Expression& tree, std::set<int>& numbers) {
  if (tree.field != nullptr && tree.operands[0]->Is(Expression::Kind::kIdentifier) &&
      tree.operands[0]->name == "this") {
    numbers.insert(tree.field->number());
  }
  for (const auto& operand : tree.operands) CollectReads(*operand, numbers);
}

void WriteFields(const MessageModel& model, const std::string& name, const OptionReader& options,
                 Source& out) {
  std::vector<std::string> rows;
  for (const FieldModel& field : model.fields) {
    const std::string row = FieldRow(*field.field, options);
    if (!row.empty()) rows.push_back(row);
  }
  if (rows.empty()) return;
  out.Line("inline constexpr ::muster::rules::FieldMeta k" + name + "Fields[] = {");
  for (const std::string& row : rows) out.Line(row);
  out.Line("};");
  out.Blank();
}

void WriteDependencies(const MessageModel& model, const std::string& name, Source& out) {
  std::string rows;
  for (const Rule& rule : model.rules) {
    std::set<int> numbers;
    CollectReads(*rule.tree, numbers);
    std::string list;
    for (const int number : numbers) list += (list.empty() ? "" : ", ") + std::to_string(number);
    std::string fields = "{}";
    if (!list.empty()) {
      fields = "k" + name + "_" + CamelCase(rule.id) + "Reads";
      // Rules may share an id.
      if (rows.find(fields) != std::string::npos) fields += std::to_string(rows.size());
      out.Line("inline constexpr int32_t " + fields + "[] = {" + list + "};");
    }
    rows += "{" + TextArgument(rule.id) + ", " + fields + "},\n";
  }
  if (rows.empty()) return;
  out.Line("inline constexpr ::muster::rules::RuleDependencies k" + name + "Rules[] = {");
  for (size_t at = 0; at < rows.size();) {
    const size_t end = rows.find('\n', at);
    out.Line(rows.substr(at, end - at));
    at = end + 1;
  }
  out.Line("};");
  out.Blank();
}

}  // namespace

void WriteDeclarations(const MessageModel& model, const OptionReader& options, Source& out) {
  const std::string name = FlatName(*model.message);
  const std::string message =
      "const " + ClassOf(*model.message, *model.message->file()) + "& message, ";
  const std::string violations = "::muster::rules::Violations& violations);";
  out.Line("// Every rule of " + model.message->name() + ". True if none failed.");
  out.Line("bool Validate(" + message + violations);
  out.Line("// The rules of one of its fields and of what is in it.");
  out.Line("bool ValidateField(" + message + "int field_number, " + violations);
  out.Line("// For rules of messages that hold one: at `parent`.");
  out.Line("void Check(" + message + "const ::muster::rules::Here* parent, " + violations);
  out.Blank();
  WriteFields(model, name, options, out);
  WriteDependencies(model, name, out);
}

}  // namespace muster::plugin
