#include "proto/form/receipt_texts.h"

namespace muster::form {
namespace {

// clang-format off
constexpr Words<ReceiptText> kEnglishWords[] = {
    {ReceiptText::kReference, "Your reference number"},
    {ReceiptText::kQuoteReference, "Quote it when you write to us"},
    {ReceiptText::kNext, "What happens next"},
    {ReceiptText::kQuestion, "If you have a question, email {0}."},
    {ReceiptText::kFeedback, "Tell us what you thought of this form"},
    {ReceiptText::kComeBack, "Come back to this page"},
    {ReceiptText::kPrivateAddress,
     "This address is private to you. Keep it to yourself: anyone who has it can read what you "
     "sent."},
    {ReceiptText::kAsText, "Keep this receipt as plain text"},
    {ReceiptText::kSent, "What you sent"},
    {ReceiptText::kAgreedTo, "What you agreed to"},
    {ReceiptText::kNotAgreed, "No"},
    {ReceiptText::kWordingVersion, "Wording of version {0}"},
    {ReceiptText::kProof, "Proof of what we received"},
    {ReceiptText::kReceived, "Received"},
    {ReceiptText::kDigest, "SHA-256 of what you sent"},
    {ReceiptText::kTime, "{0} on {1} {2} {3}"},
    {ReceiptText::kTimeElsewhere, "{0} ({1} time)"},
    {ReceiptText::kMidnight, "midnight"},
    {ReceiptText::kMidday, "midday"},
};

constexpr Words<ReceiptText> kWelshWords[] = {
    {ReceiptText::kReference, "Eich cyfeirnod"},
    {ReceiptText::kQuoteReference, "Dyfynnwch ef pan fyddwch yn ysgrifennu atom"},
    {ReceiptText::kNext, "Beth fydd yn digwydd nesaf"},
    {ReceiptText::kQuestion, "Os oes gennych gwestiwn, anfonwch e-bost at {0}."},
    {ReceiptText::kFeedback, "Rhowch wybod i ni beth oedd eich barn am y ffurflen hon"},
    {ReceiptText::kComeBack, "Dychwelyd i'r dudalen hon"},
    {ReceiptText::kPrivateAddress,
     "Mae'r cyfeiriad hwn yn breifat i chi. Peidiwch â'i rannu: gall unrhyw un sydd â'r "
     "cyfeiriad ddarllen yr hyn a anfonwyd gennych."},
    {ReceiptText::kAsText, "Cadw'r dderbynneb hon fel testun plaen"},
    {ReceiptText::kSent, "Yr hyn a anfonwyd gennych"},
    {ReceiptText::kAgreedTo, "Yr hyn y gwnaethoch gytuno iddo"},
    {ReceiptText::kNotAgreed, "Nac ydw"},
    {ReceiptText::kWordingVersion, "Geiriad fersiwn {0}"},
    {ReceiptText::kProof, "Prawf o'r hyn a gawsom"},
    {ReceiptText::kReceived, "Derbyniwyd"},
    {ReceiptText::kDigest, "SHA-256 o'r hyn a anfonwyd gennych"},
    {ReceiptText::kTime, "{0} ar {1} {2} {3}"},
    {ReceiptText::kTimeElsewhere, "{0} (amser {1})"},
    {ReceiptText::kMidnight, "hanner nos"},
    {ReceiptText::kMidday, "hanner dydd"},
};
// clang-format on

constexpr ReceiptTexts kEnglish = ReceiptTexts::Of<kEnglishWords>("en");
constexpr ReceiptTexts kWelsh = ReceiptTexts::Of<kWelshWords>("cy");

}  // namespace

const ReceiptTexts& ReceiptTextsIn(std::string_view language) {
  return language == kWelsh.language() ? kWelsh : kEnglish;
}

}  // namespace muster::form
