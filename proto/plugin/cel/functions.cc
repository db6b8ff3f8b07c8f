#include "proto/plugin/cel/functions.h"

namespace muster::plugin::cel {
namespace {

constexpr auto kMethod = Overload::Style::kMethod;
constexpr auto kGlobal = Overload::Style::kGlobal;
constexpr auto kEither = Overload::Style::kEither;

constexpr Overload kOverloads[] = {
    {"size", "s", 'i', kEither, "CodePoints", false},
    {"size", "y", 'i', kEither, "Size", false},
    {"size", "L", 'i', kEither, "Size", false},
    {"size", "M", 'i', kEither, "Size", false},

    {"contains", "ss", 'b', kMethod, "Contains", false},
    {"contains", "yy", 'b', kMethod, "Contains", false},
    {"startsWith", "ss", 'b', kMethod, "StartsWith", false},
    {"startsWith", "yy", 'b', kMethod, "StartsWith", false},
    {"endsWith", "ss", 'b', kMethod, "EndsWith", false},
    {"endsWith", "yy", 'b', kMethod, "EndsWith", false},
    // The pattern is a constant, compiled to a table: see the emitter.
    {"matches", "ss", 'b', kEither, "", false},
    {"format", "sL", 's', kMethod, "", false},

    {"lowerAscii", "s", 's', kMethod, "LowerAscii", false},
    {"upperAscii", "s", 's', kMethod, "UpperAscii", false},
    {"trim", "s", 's', kMethod, "Trim", false},
    {"indexOf", "ss", 'i', kMethod, "IndexOf", false},

    {"isEmail", "s", 'b', kMethod, "IsEmail", false},
    {"isHostname", "s", 'b', kMethod, "IsHostname", false},
    {"isHostAndPort", "sb", 'b', kMethod, "IsHostAndPort", false},
    {"isIp", "s", 'b', kMethod, "IsIp", false},
    {"isIp", "si", 'b', kMethod, "IsIp", false},
    {"isIpPrefix", "s", 'b', kMethod, "IsIpPrefix", false},
    {"isIpPrefix", "si", 'b', kMethod, "IsIpPrefix", false},
    {"isIpPrefix", "sb", 'b', kMethod, "IsStrictIpPrefix", false},
    {"isIpPrefix", "sib", 'b', kMethod, "IsIpPrefix", false},
    {"isUri", "s", 'b', kMethod, "IsUri", false},
    {"isUriRef", "s", 'b', kMethod, "IsUriRef", false},
    {"isNan", "d", 'b', kMethod, "IsNan", false},
    {"isInf", "d", 'b', kMethod, "IsInf", false},
    {"isInf", "di", 'b', kMethod, "IsInf", false},
    {"unique", "L", 'b', kMethod, "IsUnique", false},

    {"int", "i", 'i', kGlobal, "Same", false},
    {"int", "u", 'i', kGlobal, "IntFromUint", true},
    {"int", "d", 'i', kGlobal, "IntFromDouble", true},
    {"int", "s", 'i', kGlobal, "IntFromString", true},
    {"int", "t", 'i', kGlobal, "Seconds", false},
    {"uint", "u", 'u', kGlobal, "Same", false},
    {"uint", "i", 'u', kGlobal, "UintFromInt", true},
    {"uint", "d", 'u', kGlobal, "UintFromDouble", true},
    {"uint", "s", 'u', kGlobal, "UintFromString", true},
    {"double", "d", 'd', kGlobal, "Same", false},
    {"double", "i", 'd', kGlobal, "ToDouble", false},
    {"double", "u", 'd', kGlobal, "ToDouble", false},
    {"double", "s", 'd', kGlobal, "DoubleFromString", true},
    {"bool", "b", 'b', kGlobal, "Same", false},
    {"bool", "s", 'b', kGlobal, "BoolFromString", true},
    {"string", "s", 's', kGlobal, "Same", false},
    {"string", "b", 's', kGlobal, "ToText", false},
    {"string", "i", 's', kGlobal, "ToText", false},
    {"string", "u", 's', kGlobal, "ToText", false},
    {"string", "d", 's', kGlobal, "ToText", false},
    {"string", "t", 's', kGlobal, "ToText", false},
    {"string", "n", 's', kGlobal, "ToText", false},
    {"string", "y", 's', kGlobal, "StringFromBytes", true},
    {"bytes", "y", 'y', kGlobal, "Same", false},
    {"bytes", "s", 'y', kGlobal, "Same", false},
    {"timestamp", "t", 't', kGlobal, "Same", false},
    {"timestamp", "i", 't', kGlobal, "InstantFromSeconds", false},
    {"timestamp", "s", 't', kGlobal, "InstantFromString", true},
    {"duration", "n", 'n', kGlobal, "Same", false},
    {"duration", "s", 'n', kGlobal, "SpanFromString", true},

    {"getFullYear", "t", 'i', kMethod, "FullYear", false},
    {"getMonth", "t", 'i', kMethod, "Month", false},
    {"getDate", "t", 'i', kMethod, "Date", false},
    {"getDayOfMonth", "t", 'i', kMethod, "DayOfMonth", false},
    {"getDayOfWeek", "t", 'i', kMethod, "DayOfWeek", false},
    {"getDayOfYear", "t", 'i', kMethod, "DayOfYear", false},
    {"getHours", "t", 'i', kMethod, "Hours", false},
    {"getMinutes", "t", 'i', kMethod, "Minutes", false},
    {"getSeconds", "t", 'i', kMethod, "SecondsOfMinute", false},
    {"getMilliseconds", "t", 'i', kMethod, "Milliseconds", false},
    {"getHours", "n", 'i', kMethod, "WholeHours", false},
    {"getMinutes", "n", 'i', kMethod, "WholeMinutes", false},
    {"getSeconds", "n", 'i', kMethod, "WholeSeconds", false},
    {"getMilliseconds", "n", 'i', kMethod, "MillisecondsOfSecond", false},
};

}  // namespace

std::span<const Overload> Overloads() { return kOverloads; }

}  // namespace muster::plugin::cel
