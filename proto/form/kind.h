// What a kind of question makes of a text: what is sent of it, and what is wrong with it. Whatever
// is typed is kept as it is; only what is sent is put in order.
#ifndef MUSTER_PROTO_FORM_KIND_H_
#define MUSTER_PROTO_FORM_KIND_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "proto/form/form_table.h"

namespace muster::form {

// What a text is held to beyond its kind. Zero and empty: no bound.
struct Limits {
  uint32_t characters = 0;
  uint32_t words = 0;
  std::string_view minimum = {};
  std::string_view maximum = {};
  uint32_t decimal_places = 0;
};

// In the order in which they are told: what is missing, what is impossible, what breaks a rule.
enum class Fault : uint8_t {
  kNone,
  kMissingPart,
  kImpossible,
  kNotWhole,
  kTooManyDecimals,
  kTooSmall,
  kTooLarge,
  kTooManyCharacters,
  kTooManyWords,
};

struct Verdict {
  Fault fault = Fault::kNone;
  // Of kinds with several parts: bit i is set if part i is to blame.
  uint32_t parts = 0;
};

// What is sent of a text: CRLF as LF, ends trimmed; one line for the kinds that are one line;
// nothing invisible in addresses; numbers, dates, telephone numbers and postcodes as the contract
// has them. What is not a value of its kind stays as it is, and `Check` says so.
std::string Normalised(Widget widget, std::string_view text);

// What is wrong with a text that is not empty, as `Normalised` gave it.
Verdict Check(Widget widget, std::string_view text, const Limits& limits);

// Whether people type the answer, and do not choose it.
bool IsTyped(Widget widget);

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_KIND_H_
