#include "server/store/postgres_value.h"

#include "absl/status/status.h"

namespace muster::store {
namespace {

// Of the types in pg_type.dat, which never change.
constexpr Oid kBool = 16;
constexpr Oid kBytea = 17;
constexpr Oid kName = 19;
constexpr Oid kInt8 = 20;
constexpr Oid kInt2 = 21;
constexpr Oid kInt4 = 23;
constexpr Oid kText = 25;
constexpr Oid kUnknown = 705;
constexpr Oid kVarchar = 1043;
constexpr Oid kNumeric = 1700;

std::string BigEndian(std::int64_t value) {
  std::string octets(8, '\0');
  auto left = static_cast<std::uint64_t>(value);
  for (int i = 7; i >= 0; --i, left >>= 8)
    octets[static_cast<std::size_t>(i)] = static_cast<char>(left & 0xff);
  return octets;
}

// A signed integer of all the octets.
std::int64_t FromBigEndian(std::string_view octets) {
  if (octets.empty()) return 0;
  std::uint64_t value = (octets[0] & 0x80) != 0 ? ~std::uint64_t{0} : 0;
  for (const char octet : octets) value = value << 8 | static_cast<unsigned char>(octet);
  return static_cast<std::int64_t>(value);
}

// The whole part of a numeric: a head of four 16-bit numbers (how many digits, the power of 10,000
// of the first one, sign, scale), then digits of 0 to 9,999. What sum() of integers gives.
std::int64_t FromNumeric(std::string_view octets) {
  if (octets.size() < 8) return 0;
  const std::int64_t digit_count = FromBigEndian(octets.substr(0, 2));
  const std::int64_t weight = FromBigEndian(octets.substr(2, 2));
  std::uint64_t value = 0;
  for (std::int64_t i = 0; i <= weight && weight < 5; ++i) {
    value *= 10000;
    const auto at = static_cast<std::size_t>(8 + 2 * i);
    if (i < digit_count && at + 2 <= octets.size()) {
      value += static_cast<std::uint64_t>(FromBigEndian(octets.substr(at, 2)));
    }
  }
  const bool is_negative = FromBigEndian(octets.substr(4, 2)) == 0x4000;
  return static_cast<std::int64_t>(is_negative ? ~value + 1 : value);
}

}  // namespace

PostgresParameters::PostgresParameters(std::initializer_list<Value> values) {
  integers_.reserve(values.size());  // What data_ points to must stay where it is.
  for (const Value& value : values) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
      const std::string& octets = integers_.emplace_back(BigEndian(*integer));
      Add(kInt8, octets.data(), octets.size());
    } else if (const auto* text = std::get_if<std::string_view>(&value)) {
      if (text->find('\0') != std::string_view::npos) {
        status_ = absl::InvalidArgumentError("a text holds U+0000");
      }
      Add(kText, text->data() == nullptr ? "" : text->data(), text->size());
    } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
      Add(kBytea, bytes->octets.data() == nullptr ? "" : bytes->octets.data(),
          bytes->octets.size());
    } else {
      Add(0, nullptr, 0);
    }
  }
}

void PostgresParameters::Add(Oid type, const char* data, std::size_t size) {
  types_.push_back(type);
  data_.push_back(data);
  sizes_.push_back(static_cast<int>(size));
  formats_.push_back(1);
}

std::string_view PostgresRow::Data(int column) const {
  if (column < 0 || column >= PQnfields(result_)) return {};
  return {PQgetvalue(result_, row_, column),
          static_cast<std::size_t>(PQgetlength(result_, row_, column))};
}

bool PostgresRow::IsNull(int column) const { return PQgetisnull(result_, row_, column) != 0; }

std::int64_t PostgresRow::Integer(int column) const {
  switch (PQftype(result_, column)) {
    case kBool:
    case kInt2:
    case kInt4:
    case kInt8:
      return FromBigEndian(Data(column));
    case kNumeric:
      return FromNumeric(Data(column));
    default:
      return 0;
  }
}

std::string_view PostgresRow::Text(int column) const {
  switch (PQftype(result_, column)) {
    case kText:
    case kVarchar:
    case kName:
    case kUnknown:
      return Data(column);
    default:
      return {};
  }
}

std::string_view PostgresRow::Octets(int column) const {
  return PQftype(result_, column) == kBytea ? Data(column) : std::string_view();
}

}  // namespace muster::store
