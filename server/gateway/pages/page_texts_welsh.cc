#include "server/gateway/pages/page_texts.h"

namespace muster::gateway {
namespace {

// clang-format off: a text begins a line.
constexpr form::Words<PageText> kWords[] = {
    {PageText::kSkip, "Neidio i'r prif gynnwys"},
    {PageText::kAllCalls, "Pob galwad am dystiolaeth"},
    {PageText::kAccessibility, "Datganiad hygyrchedd"},
    {PageText::kCookies, "Cwcis"},
    {PageText::kPrivacy, "Preifatrwydd"},
    {PageText::kHelp, "Cymorth a chysylltu"},
    {PageText::kSupportLinks, "Dolenni cymorth"},
    {PageText::kBack, "Yn ôl"},
    {PageText::kLanguage, "Iaith"},
    {PageText::kThisLanguage, "Cymraeg"},
    {PageText::kOtherLanguage, "English"},
    {PageText::kLocale, "cy_GB"},
    {PageText::kPreview, "Rhagolwg"},
    {PageText::kPreviewText, "Rhagolwg i'r trefnydd yw hwn. Ni chedwir dim a anfonir yma."},
    {PageText::kCalls, "Galwadau am dystiolaeth"},
    {PageText::kConferences, "Cynadleddau"},
    {PageText::kCallsDescription, "Galwadau am dystiolaeth, a'r cynadleddau y maent yn eu llywio."},
    {PageText::kNoCall, "Nid oes galwad am dystiolaeth ar hyn o bryd."},
    {PageText::kMoreCalls, "Rhagor o alwadau"},
    {PageText::kCallOpens, "Mae'r alwad hon yn agor am {0}."},
    {PageText::kCallIsOpen, "Gallwch anfon tystiolaeth tan {0}."},
    {PageText::kCallClosed, "Caeodd yr alwad hon am {0}."},
    {PageText::kBookingOpensAt, "Bydd archebu'n agor am {0}."},
    {PageText::kBookingIsOpen, "Gallwch archebu lle tan {0}."},
    {PageText::kBookingClosedAt, "Caeodd archebu am {0}."},
    {PageText::kEveryPlaceIsTaken, "Mae pob lle wedi mynd."},
    {PageText::kSubmitEvidence, "Cyflwyno tystiolaeth"},
    {PageText::kBookAPlace, "Archebu lle"},
    {PageText::kThemes, "Themâu"},
    {PageText::kOutsideThemes,
     "Gallwch hefyd anfon tystiolaeth neu wybodaeth sy'n berthnasol i'r pwnc ac nad yw'n perthyn "
     "i'r un o'r themâu."},
    {PageText::kWhoCanSend, "Pwy all anfon tystiolaeth"},
    {PageText::kAnyone,
     "Unrhyw un: fel unigolyn, neu ar ran sefydliad. Nid oes angen cyfrif arnoch. Gallwch roi "
     "sawl enghraifft o dystiolaeth neu arfer da ar unwaith."},
    {PageText::kWhatWeMayAsk, "Yr hyn y gallem ofyn i chi amdano"},
    {PageText::kStatements,
     "Ar ddiwedd y ffurflen gallwch gytuno i bob un o'r datganiadau hyn, neu i'r un ohonynt. "
     "Bydd eich tystiolaeth yn cyfrif y naill ffordd neu'r llall."},
    {PageText::kDates, "Dyddiadau"},
    {PageText::kOpens, "Yn agor"},
    {PageText::kCloses, "Yn cau"},
    {PageText::kStarts, "Yn dechrau"},
    {PageText::kEnds, "Yn gorffen"},
    {PageText::kVenue, "Lleoliad"},
    {PageText::kPlacesLeft, "Lleoedd ar ôl"},
    {PageText::kPlacesOf, "{0} o {1}"},
    {PageText::kBookingOpens, "Archebu'n agor"},
    {PageText::kBookingCloses, "Archebu'n cau"},
    {PageText::kWhenAndWhere, "Pryd a ble"},
    {PageText::kQuestionsAboutCall, "Cwestiynau am yr alwad hon"},
    {PageText::kQuestionsAboutConference, "Cwestiynau am y gynhadledd hon"},
    {PageText::kShare, "Rhannu'r dudalen hon"},
    {PageText::kShareOn, "Rhannu ar {0}"},
    {PageText::kAddressOfPage, "Cyfeiriad y dudalen hon yw {0}."},
    {PageText::kCopyAddress, "Copïo'r cyfeiriad"},
    {PageText::kCopied, "Cyfeiriad wedi'i gopïo"},
    {PageText::kCopyFailed, "Nid oedd modd copïo'r cyfeiriad: copïwch ef o far cyfeiriad y porwr"},
    {PageText::kNotOpenCall, "Nid yw'r alwad hon ar agor eto"},
    {PageText::kClosedCall, "Mae'r alwad hon wedi cau"},
    {PageText::kNotOpenBooking, "Nid yw archebu ar agor eto"},
    {PageText::kClosedBooking, "Mae archebu wedi cau"},
    {PageText::kFullHeading, "Mae pob lle wedi mynd"},
    {PageText::kFullText, "Ni ellir archebu lle ar hyn o bryd. Efallai y daw lle yn rhydd."},
    {PageText::kReceiptAgain,
     "Mae wedi cyrraedd. Os na ddangoswyd ei dderbynneb i chi, gallwch ei gweld nawr."},
    {PageText::kStartAnew, "Dechrau eto gyda ffurflen wag"},
    {PageText::kCookie, "Cwci"},
    {PageText::kDraftCookiePurpose,
     "Dim ond pan fyddwch yn anfon tudalen heb sgript y caiff ei osod. Dyma'r allwedd breifat "
     "i'ch atebion, a gedwir wedyn ar y gweinydd, wedi'u hamgryptio â hi, nes i chi eu hanfon."},
    {PageText::kDraftCookieExpiry, "28 diwrnod ar ôl eich newid diwethaf."},
    {PageText::kSavedAnswers, "Os cadwodd y ddyfais hon atebion gennych, gallwch o hyd {0}."},
    {PageText::kReadSaved, "eu darllen, eu copïo neu eu dileu"},
    {PageText::kWriteTo, "Os oes gennych gwestiwn, ysgrifennwch at:"},
    {PageText::kKept, "Mae pob ateb yma o hyd, ar y dudalen hon."},
    {PageText::kContact, "Os oes gennych gwestiwn, ysgrifennwch at {0}."},
    {PageText::kNotSentClosed, "Ni anfonwyd {0}: caeodd yr alwad am {1}."},
    {PageText::kNotBookedClosed, "Nid archebwyd lle: caeodd archebu am {1}."},
    {PageText::kTooEarly, "Mae'n rhy gynnar"},
    {PageText::kNotSent, "Ni anfonwyd {0}."},
    {PageText::kTakenBefore, "Nid archebwyd lle: cymerodd rhywun y lle olaf o'ch blaen."},
    {PageText::kWordingChanged, "Mae geiriad yr hyn y gallwch gytuno iddo wedi newid"},
    {PageText::kReadAgain,
     "Darllenwch y datganiadau eto, a thiciwch y rhai rydych yn cytuno iddynt."},
    {PageText::kNotAccepted, "Ni dderbyniwyd {0}"},
    {PageText::kQuestionsChanged, "Efallai fod y cwestiynau wedi newid ers i chi agor y ffurflen."},
    {PageText::kGoThrough, "Ewch drwy eich atebion eto gyda'r botymau Newid, ac anfonwch eto."},
    {PageText::kCouldNotSend, "Nid oedd modd anfon {0}"},
    {PageText::kBusyKept,
     "Mae'r gwasanaeth yn brysur neu'n cael ei ailgychwyn. Nid oes dim wedi'i golli: mae pob "
     "ateb yma o hyd, ar y dudalen hon."},
    {PageText::kSendAgain,
     "Arhoswch funud, ac anfonwch eto. Gallwch bwyso'r botwm fwy nag unwaith: dim ond unwaith y "
     "caiff yr hyn a anfonwch ei gadw."},
    {PageText::kNoRoomKept,
     "Nid oes gan y gwasanaeth le i gadw dim ar hyn o bryd. Nid oes dim wedi'i golli: mae pob ateb "
     "yma o hyd, ar y dudalen hon."},
    {PageText::kNoRoomSendLater,
     "Bydd yn parhau ohono'i hun pan fydd lle. Cadwch y dudalen hon ar agor ac anfonwch eto yn nes "
     "ymlaen: dim ond unwaith y caiff yr hyn a anfonwch ei gadw."},
    {PageText::kUnreadable, "Nid oedd modd darllen y cais"},
    {PageText::kUnreadableAdvice,
     "Ewch yn ôl i'r dudalen flaenorol a cheisiwch eto, neu dechreuwch o'r rhestr o alwadau."},
    {PageText::kForeign, "Ni anfonwyd y ffurflen hon o'n tudalennau ni"},
    {PageText::kForeignAdvice,
     "Agorwch y ffurflen o dudalen ei galwad neu ei chynhadledd, ac anfonwch hi o'r fan honno."},
    {PageText::kNotFound, "Heb ddod o hyd i'r dudalen"},
    {PageText::kNotFoundAdvice,
     "Os gwnaethoch deipio'r cyfeiriad, gwiriwch ei fod yn gywir. Os gwnaethoch ei ludo, "
     "gwiriwch eich bod wedi copïo'r cyfan: mae cyfeiriad derbynneb yn hir."},
    {PageText::kWrongMethod, "Ni ellir defnyddio'r dudalen hon fel hynny"},
    {PageText::kBeginAtList, "Dechreuwch o'r rhestr o alwadau."},
    {PageText::kSentAlready, "Anfonwyd yr atebion hyn eisoes"},
    {PageText::kSentAlreadyAdvice,
     "Eich anfoniad cyntaf sy'n cyfrif, ac mae ei dderbynneb yn ddilys. I anfon atebion eraill, "
     "agorwch y ffurflen eto o dudalen ei galwad neu ei chynhadledd."},
    {PageText::kTooMuch, "Roedd hynny'n ormod i'w anfon ar unwaith"},
    {PageText::kTooMuchAdvice,
     "Ewch yn ôl i'r dudalen flaenorol: mae eich atebion yno o hyd. Byrhewch yr un hiraf a "
     "cheisiwch eto."},
    {PageText::kLongAddress, "Mae'r cyfeiriad yn rhy hir"},
    {PageText::kOddForm, "Anfonwyd y ffurflen mewn ffordd na allwn ei darllen"},
    {PageText::kOddFormAdvice, "Agorwch y ffurflen mewn porwr cyfredol a cheisiwch eto."},
    {PageText::kLongHeaders, "Anfonodd y porwr ormod gyda'i gais"},
    {PageText::kLongHeadersAdvice, "Dilëwch ddata'r safle hwn yn eich porwr, a cheisiwch eto."},
    {PageText::kBusy, "Mae'r gwasanaeth yn brysur"},
    {PageText::kBusyAdvice,
     "Arhoswch funud a cheisiwch eto. Mae'r hyn a deipiwyd gennych ar y dudalen flaenorol o hyd."},
    {PageText::kBroken, "Aeth rhywbeth o'i le yma"},
    {PageText::kBrokenAdvice,
     "Ceisiwch eto ymhen ychydig funudau. Mae'r hyn a deipiwyd gennych ar y dudalen flaenorol o "
     "hyd."},
    {PageText::kNumber,
     "Os bydd yn digwydd eto, rhowch y rhif hwn i gyswllt yr alwad neu'r gynhadledd: {0}"},
    {PageText::kCookiesHeading, "Cwcis a data a gedwir"},
    {PageText::kCookiesText,
     "Mae'r safle hwn yn cadw'r eitemau hyn ar eich dyfais, a phob un yn angenrheidiol er mwyn "
     "i'r ffurflenni weithio. Nid yw'n cyfrif nac yn olrhain neb."},
    {PageText::kWhere, "Ble"},
    {PageText::kPurpose, "Ar gyfer beth"},
    {PageText::kExpiry, "Am ba hyd"},
    {PageText::kLocalStorage, "Storfa leol"},
    {PageText::kSessionStorage, "Storfa sesiwn"},
    {PageText::kWorkerCache, "Storfa'r gweithiwr gwasanaeth"},
    {PageText::kDraftsPurpose,
     "Yr atebion rydych wedi'u teipio ac nad ydych wedi'u hanfon eto, fel nad yw ail-lwytho, "
     "cau'r porwr na cholli'r rhwydwaith yn colli'r un ohonynt."},
    {PageText::kDraftsExpiry, "Hyd nes i chi eu hanfon, neu eu dileu ar dudalen y ffurflen."},
    {PageText::kTailName, "muster tail, ac yna enw'r ffurflen"},
    {PageText::kTailPurpose,
     "Y geiriau olaf a deipiwyd gennych cyn i'r dudalen fynd, nes eu bod yn IndexedDB."},
    {PageText::kTailExpiry, "Hyd nes i'r ffurflen gael ei hagor eto."},
    {PageText::kSentName, "muster sent, ac yna rhif"},
    {PageText::kSentPurpose, "Bod ateb wedi'i anfon, fel nad yw mynd yn ôl yn ei anfon eto."},
    {PageText::kSentExpiry, "Hyd nes i chi gau'r tab."},
    {PageText::kAssetsName, "muster assets, ac yna fersiwn"},
    {PageText::kAssetsPurpose,
     "Rhaglen ac arddull y tudalennau, fel eu bod yn agor yn gyflym a heb rwydwaith."},
    {PageText::kAssetsExpiry, "Hyd nes i fersiwn newydd gymryd ei le."},
    {PageText::kPagesPurpose,
     "Tudalennau galwadau a ffurflenni gwag rydych wedi'u hagor, fel eu bod yn agor heb "
     "rwydwaith. Ni chedwir derbynebau yno byth."},
    {PageText::kPagesExpiry, "Hyd nes i dudalennau mwy newydd gymryd eu lle."},
    {PageText::kDeleteAll,
     "Gallwch ddileu pob un ohonynt yng ngosodiadau eich porwr. Bydd atebion na chawsant eu "
     "hanfon wedi mynd wedyn. Ar gyfrifiadur rydych yn ei rannu, dilëwch nhw pan fyddwch wedi "
     "gorffen."},
    {PageText::kAppliesTo,
     "Mae'r datganiad hwn yn berthnasol i dudalennau'r safle hwn: galwadau am dystiolaeth, "
     "cynadleddau, eu ffurflenni a'u derbynebau."},
    {PageText::kShouldBeAble, "Dylech allu:"},
    {PageText::kKeyboard, "defnyddio pob tudalen a ffurflen â bysellfwrdd yn unig"},
    {PageText::kScreenReader, "eu defnyddio â darllenydd sgrin"},
    {PageText::kZoom, "chwyddo hyd at 400% heb i'r testun fynd oddi ar y sgrin"},
    {PageText::kNoScript, "eu defnyddio heb sgript"},
    {PageText::kNoTimeLimit,
     "cymryd cymaint o amser ag sydd ei angen arnoch: nid oes terfyn amser ar unrhyw ffurflen"},
    {PageText::kInWelsh, "eu defnyddio yn Gymraeg ac yn Saesneg"},
    {PageText::kHowAccessible, "Pa mor hygyrch yw'r safle hwn"},
    {PageText::kBuiltToMeet,
     "Fe'i hadeiladwyd i fodloni'r Canllawiau Hygyrchedd Cynnwys Gwe fersiwn 2.2 ar lefel AA. "
     "Caiff ei dudalennau eu profi â gwiriwr awtomatig bob tro y mae'r rhaglen yn newid. Nid "
     "ydynt wedi'u harchwilio gan neb o'r tu allan."},
    {PageText::kOrganisersTexts,
     "Eiddo trefnydd yr alwad neu'r gynhadledd yw'r testunau a ysgrifennodd, a'r tudalennau y "
     "maent yn cysylltu â nhw. Lle nad oes cyfieithiad, fe'u dangosir yn yr iaith y cawsant eu "
     "hysgrifennu."},
    {PageText::kIfNotWorking, "Os nad yw rhywbeth yn gweithio i chi"},
    {PageText::kTellContact,
     "Ysgrifennwch at y cyswllt a enwir ar dudalen yr alwad neu'r gynhadledd. Dywedwch pa "
     "dudalen yw hi a beth sydd ei angen arnoch. Gallwch hefyd anfon eich tystiolaeth at y "
     "cyswllt hwnnw mewn fformat arall."},
    {PageText::kPrivacyText,
     "Mae'r hysbysiad hwn yn dweud beth mae'r safle hwn yn ei wneud â'r hyn a rowch. Trefnydd yr "
     "alwad neu'r gynhadledd sy'n penderfynu at beth y defnyddir yr atebion: mae ei thudalen yn "
     "enwi pwy i'w holi."},
    {PageText::kWhatIsStored, "Yr hyn a gedwir, a phryd"},
    {PageText::kOnDeviceOnly,
     "Wrth i chi lenwi ffurflen, dim ond ar eich dyfais y cedwir eich atebion. Gweler {0}."},
    {PageText::kCookiesLink, "cwcis a data a gedwir"},
    {PageText::kWithoutScript,
     "Heb sgript, fe'u cedwir ar y gweinydd rhwng eich tudalennau, wedi'u hamgryptio ag allwedd "
     "sydd gan eich porwr yn unig, am 28 diwrnod ar y mwyaf."},
    {PageText::kWhenSent,
     "Pan fyddwch yn cadarnhau ac yn anfon, cânt eu cadw ar y gweinydd: eich enw, eich cyfeiriad "
     "e-bost, eich sefydliad os ydych yn enwi un, yr hyn a ysgrifennwyd gennych, yr hyn y "
     "gwnaethoch gytuno iddo ac ym mha eiriau, a'r amser."},
    {PageText::kWhoCanRead, "Pwy all ei ddarllen"},
    {PageText::kReaders,
     "Y trefnydd, a phwy bynnag sydd â chyfeiriad preifat eich derbynneb. Peidiwch â rhoi'r "
     "cyfeiriad hwnnw i neb. Ni chyhoeddir yr hyn a anfonwyd gennych heb y cydsyniad y mae'r "
     "ffurflen yn gofyn amdano."},
    {PageText::kNotDone, "Yr hyn na wneir"},
    {PageText::kNoTracking,
     "Ni chaiff neb ei olrhain, ac nid oes unrhyw safle arall yn dysgu eich bod wedi bod yma. Ni "
     "chaiff cyfeiriadau preifat eu hysgrifennu i log y gweinydd."},
    {PageText::kRights, "Eich hawliau"},
    {PageText::kRightsText,
     "Gallwch ofyn am gopi o'r hyn a gedwir amdanoch, ac iddo gael ei gywiro neu ei ddileu: "
     "ysgrifennwch at gyswllt yr alwad neu'r gynhadledd, a dyfynnwch eich cyfeirnod."},
};
// clang-format on

}  // namespace

constexpr PageTexts kWelshPageTexts = PageTexts::Of<kWords>("cy");

}  // namespace muster::gateway
