// The form's own words; those of its questions are in its tables. In a text, "{0}", "{1}" are
// filled in by `Filled` (text.h); {0} is the form's `subject` where nothing else is said.
#ifndef MUSTER_PROTO_FORM_TEXTS_H_
#define MUSTER_PROTO_FORM_TEXTS_H_

#include <cstdint>

#include "proto/form/catalogue.h"

namespace muster::form {

enum class Text : uint8_t {
  // Components.
  kBack,
  kContinue,
  kChange,
  kErrorPrefix,
  kProblem,
  kInformation,
  kImportant,
  kSelectAnOption,
  kRemove,
  kAddAnother,  // {0}: what one entry of the list is called.
  kOptional,    // {0}: the question.
  kNotProvided,
  kYes,
  kNo,
  // Counts of characters; {0}: how many.
  kUpToCharacters,
  kOneCharacterLeft,
  kCharactersLeft,
  kOneCharacterTooMany,
  kCharactersTooMany,
  // Errors. {0}: the short label in lower case, {1}: as it is.
  kEnter,
  kSelect,
  kSelectFromList,
  kWrongFormat,
  // {0}: the short label, {1}: how many.
  kOneCharacterOrLess,
  kCharactersOrLess,
  // {0}: what one entry is called, {1}: how many.
  kAddAtLeastOne,
  kAddAtLeast,
  kAddAtMostOne,
  kAddAtMost,
  kOnlyOnce,
  // {0}: how many.
  kSelectAtLeast,
  kSelectAtMost,
  // Of run-time questions; {0}: the question.
  kEnterAnswer,
  kSelectAnswer,
  kYourAnswer,
  kFormHasChanged,
  kOtherError,  // {0}: what the rule says, in English.
  // Kinds of question. {0}: what the error is about.
  kMustBeNumber,
  kMustBeWhole,
  kOneDecimalOrFewer,  // {1}: how many.
  kDecimalsOrFewer,
  kOrMore,  // {1}: the bound.
  kOrLess,
  kOnOrAfter,
  kOnOrBefore,
  kBetween,  // {1}, {2}: the bounds.
  kRealDate,
  kYearDigits,
  kMustInclude,    // {1}: the parts.
  kOneWordOrLess,  // {1}: how many.
  kWordsOrLess,
  kNotAskedAnyMore,
  kOnlyExclusive,  // {0}: the question, {1}: the choice.
  kMustAgree,      // {0}: the statement.
  kAnd,            // {0} and {1}.
  kEnterTelephone,
  kEnterEmail,
  kEnterLink,
  kEnterAddressLine,
  kEnterTown,
  kEnterPostcode,
  kDay,
  kMonth,
  kYear,
  kLowerDay,
  kLowerMonth,
  kLowerYear,
  kAddressLine1,
  kAddressLine2,
  kTown,
  kCounty,
  kPostcode,
  kOr,
  // Counts of words; {0}: how many.
  kUpToWords,
  kOneWordLeft,
  kWordsLeft,
  kOneWordTooMany,
  kWordsTooMany,
  // What one of several answers is called.
  kAnswer,
  // The task list.
  kAllSections,
  kCompleted,
  kIncomplete,
  kNotYetStarted,
  kCannotStartYet,
  kThereIsAProblem,
  kHaveYouCompleted,
  kYesCompleted,
  kNoLater,
  kSelectIfCompleted,
  // What changed since a draft was begun. {0}: the question.
  kFormChanged,
  kQuestionNew,
  kQuestionGone,
  kQuestionChanged,
  // Consents and dates.
  kAgreed,
  kJanuary,
  kFebruary,
  kMarch,
  kApril,
  kMay,
  kJune,
  kJuly,
  kAugust,
  kSeptember,
  kOctober,
  kNovember,
  kDecember,
  // Of the form in a browser with script. Buttons:
  kTryAgain,
  kReadNewWording,
  kSendChangedToo,
  kLoadAgain,
  kKeepThese,
  kUseOtherTabs,
  kDeleteHereToo,
  kUseEarlier,
  // Why sending failed. "$s": what is sent, "$t": title of the call or conference, "$c": when it
  // closed, "$k": where the answers are. A paragraph a line.
  kClosed,
  kNotOpen,
  kGone,
  kFull,
  kWordingChanged,
  kSentBefore,
  kUnknownRefusal,
  kNotReached,
  kBusy,
  kAtTime,  // {0}: a time.
  kOnDevice,
  kOnPage,
  kEmail,  // {0}: an address.
  // How the answers stand on the device.
  kChangedElsewhere,
  kGoneElsewhere,
  kSavedEarlier,
  kChooseAnswers,
  kNotDeleted,
  kDevice,
  kDeleteFromDevice,
  kSaved,
  kSaving,
  kNotSaved,
  kSendFromHere,
  kConflict,
  kAskDelete,
  kAskDeleteText,
  kDeleteMine,
  kKeepMine,
  kDeleted,
  kDeletedText,
  kGoToStart,
  kAlreadySent,
  kReferenceIs,  // {0}: the reference.
  kSeeSent,
  kCannotSave,
  kCannotSaveText,
  kAnswersBack,
  kAnswersBackText,
  kUpToDate,
  kUpToDateText,
  kNewWording,
  kNewWordingText,
  kSending,
  kNoRoom,
  kCount,
};

using Texts = Catalogue<Text>;

extern const Texts kEnglishTexts;
extern const Texts kWelshTexts;

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_TEXTS_H_
