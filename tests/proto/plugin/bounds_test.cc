// Every pair of bounds there can be (tests/differential/make_bounds.py) lets through what the
// specification says: a lower one above the upper one means "outside of".
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bounds.rules.h"
#include "tests/differential/schema.h"

namespace muster::bounds {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Holds every number that a message does, and seconds; nanos apart.
struct Point {
  long double value = 0;
  int nanos = 0;

  bool operator<(const Point& other) const {
    return value < other.value || (value == other.value && nanos < other.nanos);
  }
};

Point Read(const Message& message, const FieldDescriptor* field) {
  const Reflection& reflection = *message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return {static_cast<long double>(reflection.GetInt32(message, field))};
    case FieldDescriptor::CPPTYPE_INT64:
      return {static_cast<long double>(reflection.GetInt64(message, field))};
    case FieldDescriptor::CPPTYPE_UINT32:
      return {static_cast<long double>(reflection.GetUInt32(message, field))};
    case FieldDescriptor::CPPTYPE_UINT64:
      return {static_cast<long double>(reflection.GetUInt64(message, field))};
    case FieldDescriptor::CPPTYPE_FLOAT:
      return {static_cast<long double>(reflection.GetFloat(message, field))};
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return {static_cast<long double>(reflection.GetDouble(message, field))};
    default: {
      const Message& time = reflection.GetMessage(message, field);
      return {Read(time, time.GetDescriptor()->FindFieldByNumber(1)).value,
              static_cast<int>(Read(time, time.GetDescriptor()->FindFieldByNumber(2)).value)};
    }
  }
}

// Sets the field to `point`; false if its type has no such value.
bool Write(const Point& point, Message& message, const FieldDescriptor* field) {
  const Reflection& reflection = *message.GetReflection();
  const auto fits = [&]<typename T>(T) {
    using Limits = std::numeric_limits<T>;
    return point.value >= static_cast<long double>(Limits::min()) &&
           point.value <= static_cast<long double>(Limits::max());
  };
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      if (!fits(int32_t{})) return false;
      reflection.SetInt32(&message, field, static_cast<int32_t>(point.value));
      return true;
    case FieldDescriptor::CPPTYPE_INT64:
      if (!fits(int64_t{})) return false;
      reflection.SetInt64(&message, field, static_cast<int64_t>(point.value));
      return true;
    case FieldDescriptor::CPPTYPE_UINT32:
      if (!fits(uint32_t{})) return false;
      reflection.SetUInt32(&message, field, static_cast<uint32_t>(point.value));
      return true;
    case FieldDescriptor::CPPTYPE_UINT64:
      if (!fits(uint64_t{})) return false;
      reflection.SetUInt64(&message, field, static_cast<uint64_t>(point.value));
      return true;
    case FieldDescriptor::CPPTYPE_FLOAT:
      reflection.SetFloat(&message, field, static_cast<float>(point.value));
      return true;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      reflection.SetDouble(&message, field, static_cast<double>(point.value));
      return true;
    default: {
      Message& time = *reflection.MutableMessage(&message, field);
      return Write({point.value}, time, time.GetDescriptor()->FindFieldByNumber(1)) &&
             Write({static_cast<long double>(point.nanos)}, time,
                   time.GetDescriptor()->FindFieldByNumber(2));
    }
  }
}

// The bounds of a field: "gt", "gte", "lt" and "lte", or "min_len", "max_items" and the like.
std::map<std::string, Point> BoundsOf(const Message& options) {
  std::map<std::string, Point> out;
  std::vector<const FieldDescriptor*> set;
  options.GetReflection()->ListFields(options, &set);
  for (const FieldDescriptor* field : set) {
    if (field->is_extension() || field->name() == "string" || field->message_type() != nullptr) {
      const bool time = field->name()[0] == 'g' || field->name()[0] == 'l';
      if (!time) return BoundsOf(options.GetReflection()->GetMessage(options, field));
    }
    out[field->name()] = Read(options, field);
  }
  return out;
}

bool Allows(const std::map<std::string, Point>& bounds, const Point& value) {
  std::optional<bool> above;
  std::optional<bool> below;
  Point low;
  Point high;
  for (const auto& [name, bound] : bounds) {
    if (name[0] == 'g') above = name == "gt" ? bound < value : !(value < bound), low = bound;
    if (name[0] == 'l') below = name == "lt" ? value < bound : !(bound < value), high = bound;
  }
  if (std::isnan(value.value)) return false;
  if (above && below && high < low) return *above || *below;
  return above.value_or(true) && below.value_or(true);
}

bool HasNan(const std::map<std::string, Point>& bounds) {
  for (const auto& [name, bound] : bounds) {
    if (std::isnan(bound.value)) return true;
  }
  return false;
}

// The bounds, the values beside them, and the ends of all types.
std::vector<Point> PointsAround(const std::map<std::string, Point>& bounds, bool real) {
  std::vector<Point> out = {{0}, {1}, {-1}, {1e6L}};
  for (const long double end : {-0x1p31L, 0x1p31L - 1, 0x1p32L - 1, -0x1p63L, 0x1p63L - 1,
                                0x1p64L - 1, -62135596800.0L, 253402300799.0L, -315576000000.0L}) {
    out.push_back({end});
  }
  for (const auto& [name, bound] : bounds) {
    for (const long double step : {-1.0L, 0.0L, 1.0L}) {
      out.push_back({bound.value + step, bound.nanos});
      if (bound.nanos > 0) out.push_back({bound.value + step, bound.nanos - 1});
    }
    if (bound.value >= 0) out.push_back({bound.value, bound.nanos == 999999999 ? 0 : 1});
  }
  if (real) {
    const double infinity = std::numeric_limits<double>::infinity();
    for (const double value : {infinity, -infinity, std::nan("")}) out.push_back({value});
  }
  return out;
}

class BoundsTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string error;
    schema_ = differential::Schema::Load({MUSTER_BOUNDS}, error);
    ASSERT_NE(schema_, nullptr) << error;
  }

  std::map<std::string, Point> Bounds(const FieldDescriptor& field) const {
    const Descriptor* type = schema_->MessageNamed(field.containing_type()->full_name());
    return BoundsOf(*schema_->OptionsOf(type->FindFieldByNumber(field.number())));
  }

  // Tries each field of a message of numbers or times; gives how many verdicts were compared.
  template <typename T>
  int Compare() const {
    int compared = 0;
    for (int i = 0; i < T::descriptor()->field_count(); ++i) {
      const FieldDescriptor& field = *T::descriptor()->field(i);
      const auto bounds = Bounds(field);
      EXPECT_FALSE(bounds.empty()) << field.full_name();
      if (HasNan(bounds)) continue;
      const bool real = field.cpp_type() == FieldDescriptor::CPPTYPE_FLOAT ||
                        field.cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE;
      for (const Point& point : PointsAround(bounds, real)) {
        T message;
        if (!Write(point, message, &field)) continue;
        rules::Violations violations;
        EXPECT_EQ(ValidateField(message, field.number(), violations),
                  Allows(bounds, Read(message, &field)))
            << field.full_name() << " = " << point.value << ", " << point.nanos;
        ++compared;
      }
    }
    return compared;
  }

  std::unique_ptr<differential::Schema> schema_;
};

TEST_F(BoundsTest, EveryPairOfBoundsOfANumberMeansWhatTheSpecificationSays) {
  EXPECT_GT(Compare<Int32>(), 400);
  EXPECT_GT(Compare<Int64>(), 400);
  EXPECT_GT(Compare<Uint32>(), 400);
  EXPECT_GT(Compare<Uint64>(), 400);
  EXPECT_GT(Compare<Sint32>() + Compare<Sint64>(), 800);
  EXPECT_GT(Compare<Fixed32>() + Compare<Fixed64>(), 800);
  EXPECT_GT(Compare<Sfixed32>() + Compare<Sfixed64>(), 800);
  EXPECT_GT(Compare<Float>(), 400);
  EXPECT_GT(Compare<Double>(), 400);
}

TEST_F(BoundsTest, EveryPairOfBoundsOfATimeMeansWhatTheSpecificationSays) {
  EXPECT_GT(Compare<Duration>(), 400);
  EXPECT_GT(Compare<Timestamp>(), 400);
}

TEST_F(BoundsTest, EveryPairOfSizesMeansWhatTheSpecificationSays) {
  for (int i = 0; i < Sizes::descriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *Sizes::descriptor()->field(i);
    const auto bounds = Bounds(field);
    ASSERT_EQ(bounds.size(), 2U) << field.full_name();
    for (int size = 0; size < 9; ++size) {
      Sizes message;
      const Reflection& reflection = *message.GetReflection();
      if (!field.is_repeated()) {
        reflection.SetString(&message, &field, std::string(static_cast<size_t>(size), 'a'));
      }
      for (int item = 0; field.is_map() && item < size; ++item) {
        Message& entry = *reflection.AddMessage(&message, &field);
        entry.GetReflection()->SetInt32(&entry, field.message_type()->map_key(), item);
      }
      for (int item = 0; field.is_repeated() && !field.is_map() && item < size; ++item) {
        reflection.AddInt32(&message, &field, item);
      }
      bool allowed = true;
      for (const auto& [name, bound] : bounds) {
        allowed = allowed && (name[1] == 'i' ? size >= bound.value : size <= bound.value);
      }
      rules::Violations violations;
      EXPECT_EQ(ValidateField(message, field.number(), violations), allowed)
          << field.full_name() << " of size " << size;
    }
  }
}

// g++ took it when it built this test.
TEST(BoundsCodeTest, ClangHasNothingToSayOfTheCode) {
  const std::string clang = MUSTER_CLANG;
  if (clang.empty()) GTEST_SKIP() << "there is no clang++";
  const std::string folder = MUSTER_BOUNDS_CODE;
  const std::string command = clang + " -std=c++20 -I. -isystem " + folder +
                              " -fsyntax-only -Wall -Wextra -Wpedantic -Wtype-limits -Werror " +
                              folder + "/bounds.rules.cc";
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
}

}  // namespace
}  // namespace muster::bounds
