// Which steps and questions the answers so far lead to.
#ifndef MUSTER_PROTO_FORM_ROUTE_H_
#define MUSTER_PROTO_FORM_ROUTE_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "proto/form/answers.h"
#include "proto/form/components.h"
#include "proto/form/form_table.h"

namespace muster::v1 {
class FormContext;
class Question;
}  // namespace muster::v1

namespace muster::form {

// Not an index of a screen.
inline constexpr size_t kNoScreen = static_cast<size_t>(-1);

// What is on one screen: a step of the form, or one run-time question of it that has a page of its
// own. Those come after their step, in the order of the questions.
struct Screen {
  const Step* step = nullptr;
  const v1::Question* question = nullptr;
};

// Every screen that there may be, in order. What it is made of outlives it.
class Route {
 public:
  Route(const Form& form, const v1::FormContext& context);

  size_t size() const { return screens_.size(); }
  const Screen& operator[](size_t index) const { return screens_[index]; }

  // The id of the step; of a question's own page with a hyphen and the question's id after it.
  std::string IdOf(size_t index) const;
  // The screen of this id; kNoScreen if there is none.
  size_t Named(std::string_view id) const;

  // Whether anything is asked on the screen.
  bool IsShown(size_t index, const Answers& answers) const;
  // The first shown screen at `from` or after; kNoScreen if there is none.
  size_t NextShown(size_t from, const Answers& answers) const;
  // The last shown screen before `before`.
  size_t LastShown(size_t before, const Answers& answers) const;

  // The screen that asks for `path`, and which ask of its step it belongs to. kNoScreen if it
  // belongs to none.
  size_t Of(std::string_view path, const Ask** ask) const;

 private:
  const v1::FormContext& context_;
  std::vector<Screen> screens_;
};

// Whether `ask` is asked after these answers; hidden fields are never asked.
bool IsAsked(const Ask& ask, const v1::FormContext& context, const Answers& answers);

// Whether the answers of `ask` belong to what is sent: asked, or hidden and filled in.
bool IsOnRoute(const Ask& ask, const Answers& answers);

// Whether the screen asks this question of `ask`.
bool IsAskedOn(const Screen& screen, const Ask& ask, const v1::Question& question,
               const v1::FormContext& context, const Answers& answers);

// Whether `path` is at or under the answer at `ask_path`.
bool IsUnder(std::string_view path, std::string_view ask_path);

// The text under a name in the context; null if there is none.
const std::string* TextNamed(const v1::FormContext& context, std::string_view name);

// The choices of a field: its enum's, or those of the context's list.
std::vector<Option> OptionsOf(const Field& field, const v1::FormContext& context);

// Whether it is one of the choices.
bool IsOffered(const std::vector<Option>& options, std::string_view value);

// Language of the context's texts, if it is not that of the form; else empty.
std::string_view ForeignLanguage(const Form& form, const v1::FormContext& context);

// What a field is called on the page: its label, or the context's wording of it.
std::string_view LabelOf(const Field& field, const v1::FormContext& context);

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_ROUTE_H_
