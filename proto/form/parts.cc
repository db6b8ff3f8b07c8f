#include "proto/form/parts.h"

#include "proto/form/date.h"
#include "proto/form/text.h"

namespace muster::form {
namespace {

constexpr std::string_view kDateParts[] = {"day", "month", "year"};
constexpr std::string_view kAddressParts[] = {"line_1", "line_2", "town", "county", "postcode"};

}  // namespace

std::span<const std::string_view> PartNames(Widget widget) {
  if (widget == Widget::kDate) return kDateParts;
  if (widget == Widget::kAddress) return kAddressParts;
  return {};
}

bool PartNamed(std::string_view name, size_t& part, size_t& count) {
  for (const Widget widget : {Widget::kDate, Widget::kAddress}) {
    const std::span<const std::string_view> names = PartNames(widget);
    count = names.size();
    for (part = 0; part < count; ++part) {
      if (names[part] == name) return true;
    }
  }
  return false;
}

std::string_view PartOf(std::string_view text, size_t part, size_t count) {
  if (count == std::size(kDateParts) && IsSentDate(text)) {
    constexpr size_t kBegin[] = {8, 5, 0};
    return text.substr(kBegin[part], part == 2 ? 4 : 2);
  }
  for (; part > 0; --part) {
    const size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find('\n'));
}

std::string WithPart(std::string_view text, size_t part, size_t count, std::string_view value) {
  std::string out;
  bool blank = true;
  for (size_t i = 0; i < count; ++i) {
    const std::string line(i == part ? OneLine(value, /*keep_ends=*/true)
                                     : std::string(PartOf(text, i, count)));
    blank = blank && line.empty();
    Append(out, i == 0 ? "" : "\n", line);
  }
  return blank ? std::string() : out;
}

}  // namespace muster::form
