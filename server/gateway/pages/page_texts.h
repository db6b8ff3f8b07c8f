// The words of the site's own pages, in each language.
#ifndef MUSTER_SERVER_GATEWAY_PAGES_PAGE_TEXTS_H_
#define MUSTER_SERVER_GATEWAY_PAGES_PAGE_TEXTS_H_

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "proto/form/catalogue.h"

namespace muster::gateway {

enum class PageText : std::uint8_t {
  // The frame.
  kSkip,
  kAllCalls,
  kAccessibility,
  kCookies,
  kPrivacy,
  kHelp,
  kSupportLinks,
  kBack,
  kLanguage,
  kThisLanguage,
  kOtherLanguage,
  kLocale,
  // Above what a preview shows: what it is called, and what it is.
  kPreview,
  kPreviewText,
  // Public pages.
  kCalls,
  kConferences,
  kCallsDescription,
  kNoCall,
  kMoreCalls,
  // {0}: a time.
  kCallOpens,
  kCallIsOpen,
  kCallClosed,
  kBookingOpensAt,
  kBookingIsOpen,
  kBookingClosedAt,
  kEveryPlaceIsTaken,
  kSubmitEvidence,
  kBookAPlace,
  kThemes,
  kOutsideThemes,
  kWhoCanSend,
  kAnyone,
  kWhatWeMayAsk,
  kStatements,
  kDates,
  kOpens,
  kCloses,
  kStarts,
  kEnds,
  kVenue,
  kPlacesLeft,
  kPlacesOf,
  kBookingOpens,
  kBookingCloses,
  kWhenAndWhere,
  kQuestionsAboutCall,
  kQuestionsAboutConference,
  // {0}: the name of a site.
  kShare,
  kShareOn,
  kAddressOfPage,
  kCopyAddress,
  kCopied,
  kCopyFailed,
  // Instead of a form. {0}: an address.
  kNotOpenCall,
  kClosedCall,
  kNotOpenBooking,
  kClosedBooking,
  kFullHeading,
  kFullText,
  kReceiptAgain,
  kStartAnew,
  kSavedAnswers,
  kReadSaved,
  kWriteTo,
  // When sending was refused. {0}: what is sent, with a capital letter; or a
  // time, or an address.
  kKept,
  kContact,
  kNotSentClosed,
  kNotBookedClosed,
  kTooEarly,
  kNotSent,
  kTakenBefore,
  kWordingChanged,
  kReadAgain,
  kNotAccepted,
  kQuestionsChanged,
  kGoThrough,
  kCouldNotSend,
  kBusyKept,
  kSendAgain,
  // Errors: a heading and what to do.
  kNoRoomKept,
  kNoRoomSendLater,
  kUnreadable,
  kUnreadableAdvice,
  kForeign,
  kForeignAdvice,
  kNotFound,
  kNotFoundAdvice,
  kWrongMethod,
  kBeginAtList,
  kSentAlready,
  kSentAlreadyAdvice,
  kTooMuch,
  kTooMuchAdvice,
  kLongAddress,
  kOddForm,
  kOddFormAdvice,
  kLongHeaders,
  kLongHeadersAdvice,
  kBusy,
  kBusyAdvice,
  kBroken,
  kBrokenAdvice,
  kNumber,
  // Cookies.
  kDraftCookiePurpose,
  kDraftCookieExpiry,
  kCookie,
  kCookiesHeading,
  kCookiesText,
  kWhere,
  kPurpose,
  kExpiry,
  kLocalStorage,
  kSessionStorage,
  kWorkerCache,
  kDraftsPurpose,
  kDraftsExpiry,
  kTailName,
  kTailPurpose,
  kTailExpiry,
  kSentName,
  kSentPurpose,
  kSentExpiry,
  kAssetsName,
  kAssetsPurpose,
  kAssetsExpiry,
  kPagesPurpose,
  kPagesExpiry,
  kDeleteAll,
  // Accessibility statement.
  kAppliesTo,
  kShouldBeAble,
  kKeyboard,
  kScreenReader,
  kZoom,
  kNoScript,
  kNoTimeLimit,
  kInWelsh,
  kHowAccessible,
  kBuiltToMeet,
  kOrganisersTexts,
  kIfNotWorking,
  kTellContact,
  // Privacy notice.
  kPrivacyText,
  kWhatIsStored,
  kOnDeviceOnly,
  kCookiesLink,
  kWithoutScript,
  kWhenSent,
  kWhoCanRead,
  kReaders,
  kNotDone,
  kNoTracking,
  kRights,
  kRightsText,
  kCount,
};

using PageTexts = form::Catalogue<PageText>;

extern const PageTexts kEnglishPageTexts;
extern const PageTexts kWelshPageTexts;

// The text as HTML, with "{0}", "{1}" replaced by HTML.
std::string WordsHtml(std::string_view text, std::initializer_list<std::string_view> html = {});

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_PAGES_PAGE_TEXTS_H_
