#include "proto/form/texts.h"

namespace muster::form {
namespace {

// clang-format off: a text begins a line.
constexpr Words<Text> kWords[] = {
    {Text::kBack, "Yn ôl"},
    {Text::kContinue, "Parhau"},
    {Text::kChange, "Newid"},
    {Text::kErrorPrefix, "Gwall: "},
    {Text::kProblem, "Mae problem wedi codi"},
    {Text::kInformation, "Gwybodaeth: "},
    {Text::kImportant, "Pwysig: "},
    {Text::kSelectAnOption, "Dewiswch opsiwn"},
    {Text::kRemove, "Dileu"},
    {Text::kAddAnother, "Ychwanegu {0} arall"},
    {Text::kOptional, "{0} (dewisol)"},
    {Text::kNotProvided, "Heb ei ddarparu"},
    {Text::kYes, "Ie"},
    {Text::kNo, "Na"},
    {Text::kUpToCharacters, "Gallwch ddefnyddio hyd at {0} nod"},
    {Text::kOneCharacterLeft, "Mae gennych {0} nod ar ôl"},
    {Text::kCharactersLeft, "Mae gennych {0} nod ar ôl"},
    {Text::kOneCharacterTooMany, "Mae gennych {0} nod yn ormod"},
    {Text::kCharactersTooMany, "Mae gennych {0} nod yn ormod"},
    {Text::kEnter, "Rhowch ateb i “{1}”"},
    {Text::kSelect, "Dewiswch ateb i “{1}”"},
    {Text::kSelectFromList, "Dewiswch ateb i “{1}” o'r rhestr"},
    {Text::kWrongFormat, "Rhowch ateb i “{1}” yn y fformat cywir"},
    {Text::kOneCharacterOrLess, "Rhaid i “{0}” gynnwys {1} nod neu lai"},
    {Text::kCharactersOrLess, "Rhaid i “{0}” gynnwys {1} nod neu lai"},
    {Text::kAddAtLeastOne, "Ychwanegwch o leiaf un ({0})"},
    {Text::kAddAtLeast, "Ychwanegwch o leiaf {1} ({0})"},
    {Text::kAddAtMostOne, "Gallwch ychwanegu hyd at {1} ({0})"},
    {Text::kAddAtMost, "Gallwch ychwanegu hyd at {1} ({0})"},
    {Text::kOnlyOnce, "Rhowch bob {0} unwaith yn unig"},
    {Text::kSelectAtLeast, "Dewiswch o leiaf {0}"},
    {Text::kSelectAtMost, "Dewiswch {0} neu lai"},
    {Text::kEnterAnswer, "Rhowch ateb i “{0}”"},
    {Text::kSelectAnswer, "Dewiswch ateb i “{0}”"},
    {Text::kYourAnswer, "Eich ateb i'r cwestiwn: {0}"},
    {Text::kFormHasChanged,
     "Mae'r ffurflen hon wedi newid ers i chi ei hagor. Agorwch y ffurflen eto a gwiriwch eich "
     "atebion"},
    {Text::kOtherError, "Mae rhywbeth o'i le ar yr ateb hwn. Gwiriwch ef"},
    {Text::kReference, "Eich cyfeirnod"},
    {Text::kQuoteReference, "Dyfynnwch ef pan fyddwch yn ysgrifennu atom"},
    {Text::kNext, "Beth fydd yn digwydd nesaf"},
    {Text::kQuestion, "Os oes gennych gwestiwn, anfonwch e-bost at {0}."},
    {Text::kFeedback, "Rhowch wybod i ni beth oedd eich barn am y ffurflen hon"},
    {Text::kComeBack, "Dychwelyd i'r dudalen hon"},
    {Text::kPrivateAddress,
     "Mae'r cyfeiriad hwn yn breifat i chi. Peidiwch â'i rannu: gall unrhyw un sydd â'r "
     "cyfeiriad ddarllen yr hyn a anfonwyd gennych."},
    {Text::kAsText, "Cadw'r dderbynneb hon fel testun plaen"},
    {Text::kSent, "Yr hyn a anfonwyd gennych"},
    {Text::kAgreedTo, "Yr hyn y gwnaethoch gytuno iddo"},
    {Text::kAgreed, "Ydw, rwy'n cytuno"},
    {Text::kNotAgreed, "Nac ydw"},
    {Text::kWordingVersion, "Geiriad fersiwn {0}"},
    {Text::kProof, "Prawf o'r hyn a gawsom"},
    {Text::kReceived, "Derbyniwyd"},
    {Text::kDigest, "SHA-256 o'r hyn a anfonwyd gennych"},
    {Text::kTime, "{0} ar {1} {2} {3}"},
    {Text::kMidnight, "hanner nos"},
    {Text::kMidday, "hanner dydd"},
    {Text::kJanuary, "Ionawr"},
    {Text::kFebruary, "Chwefror"},
    {Text::kMarch, "Mawrth"},
    {Text::kApril, "Ebrill"},
    {Text::kMay, "Mai"},
    {Text::kJune, "Mehefin"},
    {Text::kJuly, "Gorffennaf"},
    {Text::kAugust, "Awst"},
    {Text::kSeptember, "Medi"},
    {Text::kOctober, "Hydref"},
    {Text::kNovember, "Tachwedd"},
    {Text::kDecember, "Rhagfyr"},
    {Text::kTryAgain, "Ceisio eto"},
    {Text::kReadNewWording, "Darllen y geiriad newydd"},
    {Text::kSendChangedToo, "Anfon yr atebion newydd hefyd"},
    {Text::kLoadAgain, "Ail-lwytho'r dudalen"},
    {Text::kKeepThese, "Cadw'r atebion ar y dudalen hon"},
    {Text::kUseOtherTabs, "Defnyddio'r atebion o'r tab arall"},
    {Text::kDeleteHereToo, "Eu dileu yma hefyd"},
    {Text::kUseEarlier, "Defnyddio'r atebion a gadwyd yn gynharach"},
    {Text::kClosed,
     "Caeodd $t$c, cyn i $s ein cyrraedd. Ni anfonwyd dim.\n$k Os ydych yn dal eisiau anfon, "
     "gofynnwch i ni a allwn ei dderbyn."},
    {Text::kNotOpen,
     "Nid yw $t ar agor eto. Ni anfonwyd dim.\n$k Dewch yn ôl pan fydd ar agor, ac yna ceisiwch "
     "eto."},
    {Text::kGone, "Ni ellir dod o hyd i $t mwyach. Ni anfonwyd dim.\n$k"},
    {Text::kFull,
     "Mae pob lle wedi mynd: $t. Archebodd rhywun y lle olaf cyn i $s ein cyrraedd. Nid "
     "archebwyd lle i chi.\n$k Gofynnwch i ni a oes lle wedi dod yn rhydd."},
    {Text::kWordingChanged,
     "Mae geiriad yr hyn y gallwch gytuno iddo wedi newid ers i chi agor y dudalen hon. Ni "
     "anfonwyd dim.\n$k Darllenwch y geiriad newydd a dewiswch eto yr hyn rydych yn cytuno iddo, "
     "ac yna anfonwch $s."},
    {Text::kSentBefore,
     "Rydych wedi anfon $s o'r blaen, ac wedi newid eich atebion ers hynny. Mae'r hyn a anfonwyd "
     "gyntaf gennym ni; ni anfonwyd yr atebion newydd.\n$k Gallwch anfon yr atebion newydd "
     "hefyd, o dan eu cyfeirnod eu hunain."},
    {Text::kUnknownRefusal,
     "Ni allem dderbyn $s, ac nid yw'r dudalen hon yn gwybod pam. Ni anfonwyd dim.\n$k Llwythwch "
     "y dudalen hon eto, ac yna ceisiwch eto. Os nad yw hynny'n helpu, gofynnwch i ni."},
    {Text::kNotReached,
     "Ni allem anfon $s. Ni chawsom ateb gan y gwasanaeth: efallai nad oes cysylltiad â'r "
     "rhyngrwyd.\n$k Gwiriwch eich cysylltiad, ac yna ceisiwch eto. Os gwnaeth $s ein cyrraedd "
     "wedi'r cyfan, ni chaiff dim ei anfon ddwywaith wrth geisio eto."},
    {Text::kBusy,
     "Ni allem dderbyn $s ar hyn o bryd, am fod y gwasanaeth yn brysur neu'n cael gofal.\n$k "
     "Arhoswch funud, ac yna ceisiwch eto."},
    {Text::kAtTime, " am {0}"},
    {Text::kOnDevice, "Mae eich atebion wedi'u cadw ar y ddyfais hon."},
    {Text::kOnPage, "Dim ond ar y dudalen hon y mae eich atebion, felly cadwch hi ar agor."},
    {Text::kEmail, "E-bost: {0}"},
    {Text::kChangedElsewhere, "Newidiwyd yr atebion hyn mewn tab neu ffenestr arall."},
    {Text::kGoneElsewhere, "Anfonwyd neu dilëwyd yr atebion hyn mewn tab neu ffenestr arall."},
    {Text::kSavedEarlier,
     "Mae atebion eraill i'r ffurflen hon, a gadwyd ar y ddyfais hon yn gynharach."},
    {Text::kChooseAnswers,
     "Nid oes dim ar y dudalen hon wedi'i golli, ond nid yw'n cael ei gadw. Dewiswch pa atebion "
     "i'w cadw."},
    {Text::kNotDeleted,
     "Ni allem ddileu eich atebion o'r ddyfais hon.\nCeisiwch eto, neu cliriwch ddata'r safle "
     "hwn yng ngosodiadau eich porwr."},
    {Text::kDevice, "Eich atebion ar y ddyfais hon"},
    {Text::kDeleteFromDevice, "Dileu'r atebion hyn o'r ddyfais hon"},
    {Text::kSaved, "Wedi'u cadw ar y ddyfais hon"},
    {Text::kSaving, "Yn cadw ar y ddyfais hon"},
    {Text::kNotSaved,
     "Nid yw eich atebion yn cael eu cadw ar y ddyfais hon. Rydym yn dal i geisio. Cadwch y "
     "dudalen hon ar agor."},
    {Text::kSendFromHere,
     "Nid yw eich atebion wedi'u cadw ar y ddyfais hon. Cadwch y dudalen hon ar agor nes i chi "
     "eu hanfon."},
    {Text::kConflict, "Heb eu cadw: newidiwyd yr atebion hyn mewn tab neu ffenestr arall."},
    {Text::kAskDelete, "Dileu eich atebion o'r ddyfais hon?"},
    {Text::kAskDeleteText,
     "Bydd popeth rydych wedi'i roi ar gyfer {0} ar y ddyfais hon yn cael ei ddileu. Bydd yr hyn "
     "a anfonwyd gennych o'r blaen yn aros gyda ni."},
    {Text::kDeleteMine, "Dileu fy atebion"},
    {Text::kKeepMine, "Cadw fy atebion"},
    {Text::kDeleted, "Mae eich atebion wedi'u dileu"},
    {Text::kDeletedText,
     "Nid yw dim a roddwyd gennych ar gyfer {0} yn cael ei gadw ar y ddyfais hon mwyach."},
    {Text::kGoToStart, "Mynd yn ôl i'r dechrau"},
    {Text::kAlreadySent, "Rydych eisoes wedi anfon {0}"},
    {Text::kReferenceIs, "Eich cyfeirnod yw {0}."},
    {Text::kSeeSent, "Gweld yr hyn a anfonwyd gennych"},
    {Text::kCannotSave, "Ni ellir cadw eich atebion ar y ddyfais hon"},
    {Text::kCannotSaveText,
     "Nid yw eich porwr yn gadael i'r dudalen hon gadw unrhyw beth, fel wrth bori'n breifat. "
     "Gallwch lenwi'r ffurflen a'i hanfon o hyd. Cadwch y dudalen hon ar agor nes i chi ei "
     "hanfon."},
    {Text::kAnswersBack, "Mae eich atebion yn ôl"},
    {Text::kAnswersBackText,
     "Cawsant eu cadw ar y ddyfais hon. Gallwch fynd ymlaen o'r man lle gwnaethoch stopio."},
    {Text::kUpToDate, "Mae eich atebion yn gyfredol"},
    {Text::kUpToDateText,
     "Cawsant eu newid mewn tab neu ffenestr arall, ac fe'u dangosir yma fel y maent nawr."},
    {Text::kNewWording, "Mae geiriad yr hyn y gallwch gytuno iddo wedi newid"},
    {Text::kNewWordingText,
     "Ni chadwyd yr hyn a ddewiswyd gennych o'r blaen. Darllenwch y geiriad newydd a dewiswch "
     "eto."},
    {Text::kSending, "Yn anfon {0}"},
};
// clang-format on

}  // namespace

constexpr Texts kWelshTexts = Texts::Of<kWords>("cy");

}  // namespace muster::form
