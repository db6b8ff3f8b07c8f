#include "proto/form/summary.h"

#include <utility>

#include "muster/v1/form_context.pb.h"
#include "proto/form/date.h"
#include "proto/form/html.h"
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
  Summariser(const Form& form, const v1::FormContext& context, const Answers& answers,
             bool was_sent)
      : context_(context),
        answers_(answers),
        payload_(PayloadTree(form, context, answers, was_sent)),
        form_(form) {}

  std::vector<SummaryLine> Run() {
    for (const Step& step : form_.steps) {
      step_ = &step;
      for (const Ask& ask : step.asks) {
        if (IsAsked(ask, context_, answers_)) AddAsk(ask);
      }
    }
    return std::move(lines_);
  }

 private:
  void AddAsk(const Ask& ask) {
    const ConstSlot slot = Find(payload_.root(), ask.path);
    if (slot.value == nullptr) return;
    if (ask.field->widget == Widget::kQuestions) return AddQuestions(ask);
    Add(*ask.field, *slot.value, ask.path);
  }

  void Add(const Field& field, const Value& value, std::string_view path) {
    if (field.type != Type::kMessage) {
      AddLine(field, value, path);
    } else if (value.nodes.empty()) {
      NewLine(field.short_label, path);
    } else {
      for (size_t i = 0; i < value.nodes.size(); ++i) AddEntry(field, value.nodes[i], path, i);
    }
  }

  void AddEntry(const Field& field, const Node& node, std::string_view path, size_t number) {
    const std::string noun(field.item_noun.empty() ? field.short_label : field.item_noun);
    block_ = field.repeated ? Joined(WithUpperCaseStart(noun), " ", NumberText(number + 1))
                            : std::string(field.label);
    AddFields(node, field.repeated ? EntryPath(path, node.origin) : std::string(path));
    block_.clear();
  }

  void AddFields(const Node& node, const std::string& path) {
    for (size_t i = 0; i < node.values.size(); ++i) {
      const Field& field = node.message->fields[i];
      if (field.widget == Widget::kHidden) continue;
      const std::string at = FieldPathIn(path, field.name);
      if (field.type != Type::kMessage) {
        AddLine(field, node.values[i], at);
        continue;
      }
      for (const Node& child : node.values[i].nodes) {
        AddFields(child, field.repeated ? EntryPath(at, child.origin) : at);
      }
    }
  }

  // An answer that is not provided, until it has lines.
  SummaryLine& NewLine(std::string_view key, std::string_view path) {
    SummaryLine& line = lines_.emplace_back();
    line.key = key;
    line.path = path;
    line.step = step_->id;
    line.section = step_->title;
    line.block = block_;
    return line;
  }

  void AddLine(const Field& field, const Value& value, std::string_view path) {
    const bool is_statement = !field.label_from.empty();
    SummaryLine& line = NewLine(is_statement ? LabelOf(field, context_) : field.short_label, path);
    line.is_statement = line.has_their_key = is_statement;
    if (field.type == Type::kBool) {
      line.lines.emplace_back((*form_.texts)[value.texts.empty() ? Text::kNo : Text::kYes]);
      return;
    }
    const std::vector<Option> options = OptionsOf(field, context_);
    line.has_their_lines = !field.choices_from.empty() && !value.texts.empty();
    for (const std::string& text : value.texts) AddLines(field.widget, options, text, line);
  }

  void AddQuestions(const Ask& ask) {
    for (const v1::Question& question : context_.questions()) {
      if (!IsAsked(question, ask.path, context_, answers_)) continue;
      SummaryLine& line = NewLine(question.label(), AnswerPath(ask.path, question));
      if (HasOwnPage(question)) Append(line.step, "-", question.id());
      const ConstSlot slot = Find(payload_.root(), line.path);
      line.has_their_key = true;
      if (slot.value == nullptr) continue;
      const std::vector<Option> options = OptionsOf(question, *form_.texts);
      line.has_their_lines = question.choices_size() > 0 && !slot.value->texts.empty();
      for (const std::string& text : slot.value->texts) {
        AddLines(WidgetOf(question), options, text, line);
      }
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
  // The heading that lines come under now.
  std::string block_;
  std::vector<SummaryLine> lines_;
};

}  // namespace

std::vector<SummaryLine> Summarise(const Form& form, const v1::FormContext& context,
                                   const Answers& answers, bool was_sent) {
  return Summariser(form, context, answers, was_sent).Run();
}

std::span<const SummaryLine> BlockAt(const std::vector<SummaryLine>& lines, size_t begin) {
  size_t end = begin + 1;
  while (end < lines.size() && lines[end].section == lines[begin].section &&
         lines[end].block == lines[begin].block) {
    ++end;
  }
  return {lines.data() + begin, end - begin};
}

void AppendAnswer(const Texts& texts, const SummaryLine& line, std::string_view foreign,
                  std::string& html) {
  if (line.lines.empty()) html += texts[Text::kNotProvided];
  const bool is_marked = line.has_their_lines && !foreign.empty();
  if (is_marked) Append(html, "<span lang=\"", foreign, "\">");
  for (size_t i = 0; i < line.lines.size(); ++i) {
    if (i > 0) html += "<br>";
    AppendEscaped(line.lines[i], html);
  }
  if (is_marked) html += "</span>";
}

bool BeginsSection(const std::vector<SummaryLine>& lines, size_t index) {
  return index == 0 || lines[index].section != lines[index - 1].section;
}

}  // namespace muster::form
