// The words of the receipt and of times, which only the server shows: apart, so that the browser's
// module does without them.
#ifndef MUSTER_PROTO_FORM_RECEIPT_TEXTS_H_
#define MUSTER_PROTO_FORM_RECEIPT_TEXTS_H_

#include <cstdint>
#include <string_view>

#include "proto/form/catalogue.h"

namespace muster::form {

enum class ReceiptText : uint8_t {
  kReference,
  kQuoteReference,
  kNext,
  kQuestion,  // {0}: an e-mail address.
  kFeedback,
  kComeBack,
  kPrivateAddress,
  kAsText,
  kSent,
  kAgreedTo,
  kNotAgreed,
  kWordingVersion,  // {0}: the version.
  kProof,
  kReceived,
  kDigest,
  kTime,           // {0}: the time of day, {1}: the day, {2}: the month, {3}: the year.
  kTimeElsewhere,  // {0}: the time, {1}: the place whose time it is.
  kMidnight,
  kMidday,
  kCount,
};

using ReceiptTexts = Catalogue<ReceiptText>;

// In the language of that code; English for one that there is not.
const ReceiptTexts& ReceiptTextsIn(std::string_view language);

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_RECEIPT_TEXTS_H_
