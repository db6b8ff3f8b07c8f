// The answers as lines to read: the check page, the receipt and its plain text show the same ones.
#ifndef MUSTER_PROTO_FORM_SUMMARY_H_
#define MUSTER_PROTO_FORM_SUMMARY_H_

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
};

// Answers under one heading, or under none: "Example 1".
struct SummaryBlock {
  std::string title;
  std::vector<SummaryLine> lines;
};

// A page of the form.
struct SummarySection {
  std::string title;
  std::vector<SummaryBlock> blocks;
};

// Everything that is asked after these answers, in the order of the form. Blank entries of lists
// are left out.
std::vector<SummarySection> Summarise(const Form& form, const v1::FormContext& context,
                                      const Answers& answers);

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_SUMMARY_H_
