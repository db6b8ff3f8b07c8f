#include "proto/form/kind.h"

#include "proto/form/date.h"
#include "proto/form/number.h"
#include "proto/form/parts.h"
#include "proto/form/postal_address.h"
#include "proto/form/telephone.h"
#include "proto/form/text.h"
#include "proto/rules/formats.h"

namespace muster::form {
namespace {

// As a web address is held to in the contract: a host, and no white space.
bool IsLink(std::string_view text) {
  const size_t scheme = text.starts_with("https://") ? 8 : text.starts_with("http://") ? 7 : 0;
  if (scheme == 0 || text.size() == scheme) return false;
  return std::string_view("/?#").find(text[scheme]) == std::string_view::npos &&
         CountWords(text) == 1;
}

Verdict CheckLength(std::string_view text, const Limits& limits) {
  if (limits.characters > 0 && CountCodePoints(text) > limits.characters) {
    return {Fault::kTooManyCharacters};
  }
  if (limits.words > 0 && CountWords(text) > limits.words) return {Fault::kTooManyWords};
  return {};
}

Verdict ImpossibleUnless(bool good) { return {good ? Fault::kNone : Fault::kImpossible}; }

Verdict CheckKind(Widget widget, std::string_view text, const Limits& limits) {
  switch (widget) {
    case Widget::kNumber:
      return CheckNumber(text, limits);
    case Widget::kDate:
      return CheckDate(text, limits);
    case Widget::kAddress:
      return CheckPostalAddress(text);
    case Widget::kTelephone:
      return ImpossibleUnless(IsTelephone(text));
    case Widget::kEmail:
      return ImpossibleUnless(rules::IsEmail(text));
    case Widget::kLink:
      return ImpossibleUnless(IsLink(text));
    default:
      return {};
  }
}

}  // namespace

std::string Normalised(Widget widget, std::string_view text) {
  switch (widget) {
    case Widget::kLongText:
      return WithLineFeeds(Trimmed(text));
    case Widget::kNumber:
      return SentNumber(text);
    case Widget::kDate:
      return SentDate(text);
    case Widget::kAddress:
      return SentPostalAddress(text);
    case Widget::kTelephone:
      return SentTelephone(text);
    case Widget::kEmail:
    case Widget::kLink:
      return WithoutBlanks(text);
    default:
      return OneLine(text);
  }
}

Verdict Check(Widget widget, std::string_view text, const Limits& limits) {
  const Verdict verdict = CheckKind(widget, text, limits);
  return verdict.fault == Fault::kNone ? CheckLength(text, limits) : verdict;
}

bool IsTyped(Widget widget) {
  switch (widget) {
    case Widget::kText:
    case Widget::kLongText:
    case Widget::kEmail:
    case Widget::kLink:
    case Widget::kTelephone:
    case Widget::kNumber:
    case Widget::kDate:
    case Widget::kAddress:
      return true;
    default:
      return false;
  }
}

}  // namespace muster::form
