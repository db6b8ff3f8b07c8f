#include "proto/plugin/emit/rule_constants.h"

#include <vector>

#include "proto/plugin/regex/automaton.h"

namespace muster::plugin {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::OneofDescriptor;

// Name of a field as paths have it.
std::string PathName(const FieldDescriptor& field) {
  return field.is_extension() ? "[" + field.full_name() + "]" : field.name();
}

std::string StepText(const FieldDescriptor& field) {
  std::string out = "{" + std::to_string(field.number()) + ", " + Quoted(PathName(field)) + ", " +
                    std::to_string(field.type());
  if (field.is_map()) {
    out += ", " + std::to_string(field.message_type()->map_key()->type());
    out += ", " + std::to_string(field.message_type()->map_value()->type());
  }
  return out + "}";
}

std::string StepText(const RuleStep& step) {
  std::string out = StepText(*step.field);
  if (step.index < 0) return out;
  out.pop_back();
  return out + ", 0, 0, " + std::to_string(step.index) + "}";
}

// Numbers, filled up to the width of a line.
void WriteNumbers(const std::vector<uint32_t>& numbers, Source& out) {
  std::string line;
  for (const uint32_t number : numbers) {
    const std::string text = std::to_string(number) + ",";
    if (line.size() + text.size() > 90) {
      out.Line(line);
      line.clear();
    }
    line += (line.empty() ? "" : " ") + text;
  }
  if (!line.empty()) out.Line(line);
}

}  // namespace

std::string RuleConstants::text() const {
  const std::string functions = equality_.text();
  return source_.text() + (functions.empty() ? "" : "\n" + functions);
}

std::string RuleConstants::Name(const std::string& wish, const std::string& definition,
                                bool& added) {
  const auto known = names_.find(definition);
  added = known == names_.end();
  if (!added) return known->second;
  return names_[definition] = Unused(wish);
}

std::string RuleConstants::Unused(const std::string& wish) {
  std::string name = wish;
  for (int i = 2; !taken_.insert(name).second; ++i) name = wish + "_" + std::to_string(i);
  return name;
}

std::string RuleConstants::Step(const FieldDescriptor& field) {
  bool added = false;
  const std::string text = StepText(field);
  const std::string name = Name("kField" + CamelCase(field.name()), "step " + text, added);
  if (added) source_.Line("constexpr rules::PathStep " + name + " = " + text + ";");
  return name;
}

std::string RuleConstants::Step(const OneofDescriptor& oneof) {
  bool added = false;
  const std::string text = "{0, " + Quoted(oneof.name()) + ", 0}";
  const std::string name = Name("kOneof" + CamelCase(oneof.name()), "step " + text, added);
  if (added) source_.Line("constexpr rules::PathStep " + name + " = " + text + ";");
  return name;
}

std::string RuleConstants::Path(const RulePath& path) {
  if (path.empty()) return "{}";
  std::string text;
  std::string wish = "kRule";
  for (const RuleStep& step : path) {
    text += (text.empty() ? "" : ", ") + StepText(step);
    wish += CamelCase(step.field->name());
    if (step.index >= 0) wish += std::to_string(step.index);
  }
  bool added = false;
  const std::string name = Name(wish, "path " + text, added);
  if (added) source_.Line("constexpr rules::PathStep " + name + "[] = {" + text + "};");
  return name;
}

std::string RuleConstants::Pattern(const std::string& pattern, std::string& error) {
  bool added = false;
  const std::string name =
      Name("kPattern" + std::to_string(pattern_count_ + 1), "pattern " + pattern, added);
  if (!added) return name;
  regex::Automaton automaton;
  if (!regex::CompilePattern(pattern, automaton, error)) {
    names_.erase("pattern " + pattern);
    return "";
  }
  ++pattern_count_;
  const std::string type = automaton.state_count < 256 ? "uint8_t" : "uint16_t";
  source_.Blank();
  source_.Line("// " + Quoted(pattern));
  source_.Line("constexpr uint8_t " + name + "Classes[256] = {");
  WriteNumbers({automaton.class_of_byte.begin(), automaton.class_of_byte.end()}, source_);
  source_.Line("};");
  source_.Line("constexpr " + type + " " + name + "Next[] = {");
  std::vector<uint32_t> columns;
  for (uint32_t c = 0; c < automaton.class_count; ++c) {
    for (uint32_t state = 0; state < automaton.state_count; ++state) {
      columns.push_back(automaton.next[state * automaton.class_count + c]);
    }
  }
  WriteNumbers(columns, source_);
  source_.Line("};");
  source_.Line("constexpr rules::Pattern<" + type + "> " + name + " = {" + name + "Classes, " +
               name + "Next, " + std::to_string(automaton.state_count) + ", " +
               std::to_string(automaton.start) + ", " + std::to_string(automaton.first_accepting) +
               "};");
  source_.Blank();
  return name;
}

std::string RuleConstants::Array(const std::string& type, const std::string& values) {
  bool added = false;
  const std::string name = Name("kList" + std::to_string(array_count_ + 1), type + values, added);
  if (added) ++array_count_;
  if (added) source_.Line("constexpr " + type + " " + name + "[] = {" + values + "};");
  return name;
}

}  // namespace muster::plugin
