#include "proto/form/summary.h"

#include <utility>

#include "muster/v1/form_context.pb.h"
#include "proto/form/date.h"
#include "proto/form/path.h"
#include "proto/form/payload.h"
#include "proto/form/question.h"
#include "proto/form/route.h"
#include "proto/form/text.h"
#include "proto/form/wording.h"

namespace muster::form {
namespace {

void AppendLines(std::string_view text, std::vector<std::string>& lines) {
  while (true) {
    const size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

std::string_view LabelOfValue(const std::vector<Option>& options, std::string_view value) {
  for (const Option& option : options) {
    if (option.value == value) return option.label;
  }
  return value;
}

class Summariser {
 public:
  Summariser(const Form& form, const v1::FormContext& context, const Answers& answers)
      : context_(context),
        answers_(answers),
        payload_(PayloadTree(form, context, answers)),
        form_(form) {}

  std::vector<SummarySection> Run() {
    for (const Step& step : form_.steps) {
      step_ = &step;
      for (const Ask& ask : step.asks) {
        if (!IsAsked(ask, context_, answers_)) continue;
        if (sections_.empty() || sections_.back().title != step.title) {
          sections_.push_back({std::string(step.title), {}});
        }
        AddAsk(ask);
      }
    }
    return std::move(sections_);
  }

 private:
  void AddAsk(const Ask& ask) {
    const ConstSlot slot = Find(payload_.root(), ask.path);
    if (slot.value == nullptr) return;
    if (ask.field->widget == Widget::kQuestions) return AddQuestions(ask);
    Add(*ask.field, *slot.value, ask.path);
  }

  // The block that plain answers go to: one without a title at the end.
  SummaryBlock& Plain() {
    std::vector<SummaryBlock>& blocks = sections_.back().blocks;
    if (blocks.empty() || !blocks.back().title.empty()) blocks.emplace_back();
    return blocks.back();
  }

  void Add(const Field& field, const Value& value, std::string_view path) {
    if (field.type != Type::kMessage) {
      Plain().lines.push_back(LineOf(field, value, path));
    } else if (value.nodes.empty()) {
      Plain().lines.push_back(
          {std::string(field.short_label), {}, std::string(path), std::string(step_->id), false});
    } else {
      for (size_t i = 0; i < value.nodes.size(); ++i) AddEntry(field, value.nodes[i], path, i);
    }
  }

  void AddEntry(const Field& field, const Node& node, std::string_view path, size_t number) {
    const std::string noun(field.item_noun.empty() ? field.short_label : field.item_noun);
    SummaryBlock block;
    block.title = field.repeated ? Joined(WithUpperCaseStart(noun), " ", NumberText(number + 1))
                                 : std::string(field.label);
    const std::string entry = field.repeated ? EntryPath(path, node.origin) : std::string(path);
    AddFields(node, entry, block);
    sections_.back().blocks.push_back(std::move(block));
  }

  void AddFields(const Node& node, const std::string& path, SummaryBlock& block) {
    for (size_t i = 0; i < node.values.size(); ++i) {
      const Field& field = node.message->fields[i];
      if (field.widget == Widget::kHidden) continue;
      const std::string at = FieldPathIn(path, field.name);
      if (field.type != Type::kMessage) {
        block.lines.push_back(LineOf(field, node.values[i], at));
        continue;
      }
      for (const Node& child : node.values[i].nodes) {
        AddFields(child, field.repeated ? EntryPath(at, child.origin) : at, block);
      }
    }
  }

  SummaryLine LineOf(const Field& field, const Value& value, std::string_view path) {
    SummaryLine line{std::string(field.short_label),
                     {},
                     std::string(path),
                     std::string(step_->id),
                     !field.label_from.empty()};
    if (line.is_statement) line.key = LabelOf(field, context_);
    if (field.type == Type::kBool) {
      line.lines.emplace_back((*form_.texts)[value.texts.empty() ? Text::kNo : Text::kYes]);
      return line;
    }
    const std::vector<Option> options = OptionsOf(field, context_);
    for (const std::string& text : value.texts) AddLines(field.widget, options, text, line);
    return line;
  }

  void AddQuestions(const Ask& ask) {
    for (const v1::Question& question : context_.questions()) {
      if (!IsAsked(question, ask.path, context_, answers_)) continue;
      SummaryLine line{
          question.label(), {}, AnswerPath(ask.path, question), std::string(step_->id), false};
      if (HasOwnPage(question)) Append(line.step, "-", question.id());
      const ConstSlot slot = Find(payload_.root(), line.path);
      if (slot.value != nullptr) {
        const std::vector<Option> options = OptionsOf(question, *form_.texts);
        for (const std::string& text : slot.value->texts) {
          AddLines(WidgetOf(question), options, text, line);
        }
      }
      Plain().lines.push_back(std::move(line));
    }
  }

  void AddLines(Widget widget, const std::vector<Option>& options, const std::string& text,
                SummaryLine& line) const {
    if (widget == Widget::kDate && IsSentDate(text)) {
      line.lines.push_back(DateText(*form_.texts, text));
      return;
    }
    AppendLines(options.empty() ? std::string_view(text) : LabelOfValue(options, text), line.lines);
    // The lines of an address that were left out.
    if (widget == Widget::kAddress) {
      std::erase_if(line.lines, [](const std::string& empty) { return empty.empty(); });
    }
  }

  const v1::FormContext& context_;
  const Answers& answers_;
  const Answers payload_;
  const Form& form_;
  const Step* step_ = nullptr;
  std::vector<SummarySection> sections_;
};

}  // namespace

std::vector<SummarySection> Summarise(const Form& form, const v1::FormContext& context,
                                      const Answers& answers) {
  return Summariser(form, context, answers).Run();
}

}  // namespace muster::form
