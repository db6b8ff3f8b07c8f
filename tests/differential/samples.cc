#include "tests/differential/samples.h"

#include <cctype>
#include <cstdlib>
#include <map>

#include "google/protobuf/descriptor.h"
#include "tests/differential/schema.h"
#include "tests/parity/reflection.h"

namespace muster::differential {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using parity::ForEachValue;
using parity::PartAt;
using parity::Scalar;
using parity::ScalarAt;

// Longest list of numbers or texts that are kept of one place.
constexpr size_t kMostKept = 64;

template <typename T>
void Keep(std::vector<T>& list, const T& value) {
  if (list.size() < kMostKept) list.push_back(value);
}

Time TimeOf(const Message& message) {
  const google::protobuf::Descriptor* type = message.GetDescriptor();
  return {message.GetReflection()->GetInt64(message, type->FindFieldByName("seconds")),
          message.GetReflection()->GetInt32(message, type->FindFieldByName("nanos"))};
}

bool IsTime(const FieldDescriptor* field) {
  return field->message_type() != nullptr &&
         (field->message_type()->full_name() == "google.protobuf.Timestamp" ||
          field->message_type()->full_name() == "google.protobuf.Duration");
}

}  // namespace

void Samples::AddNumber(double value, int64_t integer) {
  Keep(reals, value);
  Keep(integers, integer);
}

void Samples::AddFrom(const Message& options) {
  ForEachValue(options, [this](const Message& message, const FieldDescriptor* field, int index) {
    if (IsTime(field)) return Keep(times, TimeOf(PartAt(message, field, index)));
    if (field->message_type() != nullptr) return AddFrom(PartAt(message, field, index));
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL) return Keep(flags, field->name());
    const Scalar value = ScalarAt(message, field, index);
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) {
      if (field->name() == "well_known_regex") Keep(flags, field->name());
      return AddNumber(value.real, value.integer);
    }
    if (field->name() == "expression" || field->name() == "cel_expression") {
      return AddExpression(value.text);
    }
    if (field->name() == "id" || field->name() == "message") return;
    if (field->name() == "pattern") {
      if (auto sampler = regex::PatternSampler::Of(value.text))
        patterns.push_back(std::move(sampler));
      return;
    }
    Keep(texts, value.text);
  });
}

// Literals of text and number, wherever they stand.
void Samples::AddExpression(const std::string& expression) {
  for (const std::string& literal : LiteralsOf(expression)) {
    Keep(texts, literal);
    const bool matches = expression.find("matches(") != std::string::npos;
    if (!matches) continue;
    if (auto sampler = regex::PatternSampler::Of(literal)) patterns.push_back(std::move(sampler));
  }
  const char* at = expression.c_str();
  while (*at != '\0') {
    if (std::isdigit(static_cast<unsigned char>(*at)) == 0) {
      ++at;
      continue;
    }
    char* end = nullptr;
    const double real = std::strtod(at, &end);
    AddNumber(real, std::strtoll(at, nullptr, 10));
    Keep(times, Time{std::strtoll(at, nullptr, 10), 0});
    at = end > at ? end : at + 1;
  }
}

void Samples::AddValuesOf(const Message& whole) {
  ForEachValue(whole, [this](const Message& message, const FieldDescriptor* field, int index) {
    if (IsTime(field)) return Keep(times, TimeOf(PartAt(message, field, index)));
    if (field->message_type() != nullptr) return AddValuesOf(PartAt(message, field, index));
    const Scalar value = ScalarAt(message, field, index);
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) return Keep(texts, value.text);
    AddNumber(value.real, value.integer);
  });
}

void Samples::AddAll(const Samples& more) {
  reals.insert(reals.end(), more.reals.begin(), more.reals.end());
  integers.insert(integers.end(), more.integers.begin(), more.integers.end());
  texts.insert(texts.end(), more.texts.begin(), more.texts.end());
  times.insert(times.end(), more.times.begin(), more.times.end());
  flags.insert(flags.end(), more.flags.begin(), more.flags.end());
  patterns.insert(patterns.end(), more.patterns.begin(), more.patterns.end());
}

const std::vector<std::string>& TextsOfFormat(const std::string& flag) {
  static const std::vector<std::string> none;
  static const std::string label63(63, 'a');
  static const std::map<std::string, std::vector<std::string>> formats = {
      {"email",
       {"ann@example.org", "a@b", "a@b.", "@b", "a@", "a b@c", "o'neil+x@sub.example.co.uk",
        "a@-b.c", "a@b-.c", "a@b..c", "\u00e9@b.c", "a@" + label63 + ".c", "a@" + label63 + "a.c"}},
      {"hostname",
       {"example.org", "a", "a.b.", "-a", "a-", "a_b", "1.2.3", "1.2.a", "", label63, label63 + "b",
        "a..b", ".", "xn--bcher-kva.example", "\u00fc.example"}},
      {"ip",
       {"127.0.0.1", "::1", "::", "1.2.3", "256.0.0.1", "fe80::1%en1", "1.2.3.04",
        "::ffff:1.2.3.4"}},
      {"ipv4",
       {"0.0.0.0", "255.255.255.255", "1.2.3.4.5", "01.2.3.4", "1.2.3.-4", "1.2.3.4 ", "::1"}},
      {"ipv6",
       {"1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7", "1::2::3", "::1:2:3:4:5:6:7", "12345::", "fe80::a%",
        "::1%25eth0", "1:2:3:4:5:6:1.2.3.4", "::1.2.3.4", "1:2:3:4:5:6:7::", ":1::"}},
      {"ip_with_prefixlen",
       {"1.2.3.4/24", "1.2.3.4/33", "::1/128", "::1/129", "1.2.3.4", "1.2.3.4/", "1.2.3.4/024",
        "::1/a"}},
      {"ipv4_with_prefixlen", {"1.2.3.4/0", "1.2.3.4/32", "1.2.3.4/-1", "::/0", "1.2.3.4/032"}},
      {"ipv6_with_prefixlen", {"::/0", "1::2/64", "1::2/0128", "1.2.3.4/8", "::1%a/64"}},
      {"ip_prefix",
       {"127.0.0.0/8", "127.0.0.1/8", "::/0", "2001:db8::/32", "2001:db8::1/32", "1.0.0.0/7"}},
      {"ipv4_prefix",
       {"10.0.0.0/8", "10.1.0.0/8", "0.0.0.0/0", "255.255.255.255/32", "1.2.3.4/31"}},
      {"ipv6_prefix", {"2001:db8::/29", "2001:db8::/28", "::1/128", "8000::/1", "4000::/1"}},
      {"uri",
       {"https://example.org", "http:", ":", "a:b", "https://a b", "https://a/%zz", "https://a/%41",
        "https://[::1]:80/", "https://[::1", "https://a:99999", "urn:x:y", "//a", "/a",
        "https://a?b#c", "https://a#b#c", "https://\u00e9", "https://[fe80::1%25en0]", "1a:b",
        "https://u:p@h:1/x"}},
      {"uri_ref",
       {"", "/a", "//a/b", "?q", "#f", "a:b", "./a:b", "a b", "%41", "%4", "..", "a/b;c"}},
      {"address", {"example.org", "127.0.0.1", "::1", "a_b", "-", "[::1]", ""}},
      {"uuid",
       {"01935b2e-7c1a-7cc3-98c4-dc0c0c07398f", "01935B2E-7C1A-7CC3-98C4-DC0C0C07398F",
        "01935b2e7c1a7cc398c4dc0c0c07398f", "01935b2e-7c1a-7cc3-98c4-dc0c0c07398g", "",
        "01935b2e-7c1a-7cc3-98c4-dc0c0c07398"}},
      {"tuuid",
       {"01935b2e7c1a7cc398c4dc0c0c07398f", "01935b2e-7c1a-7cc3-98c4-dc0c0c07398f", "",
        "01935b2e7c1a7cc398c4dc0c0c07398"}},
      {"ulid",
       {"01ARZ3NDEKTSV4RRFFQ69G5FAV", "81ARZ3NDEKTSV4RRFFQ69G5FAV", "01ARZ3NDEKTSV4RRFFQ69G5FAU",
        ""}},
      {"host_and_port",
       {"example.org:80", "example.org", "[::1]:80", "::1:80", "1.2.3.4:0", "a:65536", "a:65535",
        "a:", "a:-1", "[::1]", "[a]:1", "a:01", ":80", "[::1%en0]:1"}},
      {"well_known_regex",
       {"content-type", ":path", "a b", "a\nb", "", "a:b", "\tb", "a\x7f", "a\rb",
        std::string("a\0b", 3)}},
      {"protobuf_fqn", {"a.b.C", ".a.b", "a..b", "1a", "a", "", "a.", "_a.b1"}},
      {"protobuf_dot_fqn", {".a.b.C", "a.b", ".", "..a", ".1a", "", ".a."}}};
  const auto found = formats.find(flag);
  return found == formats.end() ? none : found->second;
}

}  // namespace muster::differential
