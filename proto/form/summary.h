// The answers as lines to read: the check page, the receipt and its plain text show the same ones.
#ifndef MUSTER_PROTO_FORM_SUMMARY_H_
#define MUSTER_PROTO_FORM_SUMMARY_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "proto/form/answers.h"
#include "proto/form/form_table.h"

namespace muster::v1 {
class FormContext;
}

namespace muster::form {

// One answer. `lines` empty: not provided.
struct SummaryLine {
  std::string key;
  std::vector<std::string> lines;
  std::string path;
  // The screen it is asked on.
  std::string step;
  // The field's wording comes from the context: a consent.
  bool is_statement = false;
  // The heading of its page of the form.
  std::string_view section = {};
  // A heading within the section, "Example 1", or none.
  std::string block = {};
  // Whether the key and the lines are the organiser's words, which may be in another language.
  bool has_their_key = false;
  bool has_their_lines = false;
};

// Everything that is asked after these answers, in the order of the form. Blank entries of lists
// are left out. `was_sent`: see PayloadTree.
std::vector<SummaryLine> Summarise(const Form& form, const v1::FormContext& context,
                                   const Answers& answers, bool was_sent = false);

// The lines from `begin` on that stand under the same headings.
std::span<const SummaryLine> BlockAt(const std::vector<SummaryLine>& lines, size_t begin);
// The lines of an answer as HTML, or that it is not provided. `foreign`: see ForeignLanguage.
void AppendAnswer(const Texts& texts, const SummaryLine& line, std::string_view foreign,
                  std::string& html);
// Whether the line begins a section.
bool BeginsSection(const std::vector<SummaryLine>& lines, size_t index);

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_SUMMARY_H_
