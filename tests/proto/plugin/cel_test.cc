// Parsing, checking, folding and writing of expressions, as tables.
#include <google/protobuf/timestamp.pb.h>
#include <gtest/gtest.h>

#include "proto/plugin/cel/checker.h"
#include "proto/plugin/cel/folder.h"
#include "proto/plugin/cel/parser.h"
#include "proto/plugin/emit/cpp_expression.h"

namespace muster::plugin::cel {
namespace {

// What C++ is written into.
CppScope Names() {
  CppScope names;
  names.file = google::protobuf::Timestamp::descriptor()->file();
  names.self = "value";
  names.pattern = [](const std::string&, std::string&) { return std::string("kPattern"); };
  names.array = [](const std::string&, const std::string& values) { return "{" + values + "}"; };
  names.compare = [](const Type&, const std::string& left, const std::string& right, bool) {
    return "Same(" + left + ", " + right + ")";
  };
  return names;
}

// The C++ of `source` with `this` of that type, or "error OFFSET: TEXT".
std::string Compile(const std::string& source, const Type& type) {
  Complaint complaint;
  Tree tree = Parse(source, complaint);
  Scope scope;
  scope.variables["this"] = type;
  scope.variables["now"] = Type::Kind::kTimestamp;
  if (tree != nullptr) tree = Check(tree, scope, complaint);
  if (tree == nullptr) return "error " + std::to_string(complaint.offset) + ": " + complaint.text;
  const CppScope names = Names();
  CppExpression expression(names);
  const std::string text = expression.Write(*Fold(tree, {}));
  return expression.error().empty() ? text : "error: " + expression.error();
}

struct Row {
  const char* source;
  const char* wanted;
};

void Expect(const Type& type, std::initializer_list<Row> rows) {
  for (const Row& row : rows) EXPECT_EQ(Compile(row.source, type), row.wanted) << row.source;
}

TEST(CelTest, WorksOutWhatIsKnown) {
  Expect(
      Type::Kind::kInt,
      {{"1 + 2 * 3 == 7", "true"},
       {"(1 + 2) * 3", "9"},
       {"-7 / 2", "-3"},
       {"-7 % 2", "-1"},
       {"-9223372036854775808 < 0", "true"},
       {"2u + 3u", "5u"},
       {"0x1F", "31"},
       {"1.5e1", "15.0"},
       {"'a' + \"b\"", "\"ab\"sv"},
       {"'\\u00e9\\x41\\101\\n'", "\"\\303\\251AA\\n\"sv"},
       {"r'\\d'", "\"\\\\d\"sv"},
       {"b'\\xff'", "\"\\377\"sv"},
       {"size('\u0175\u0177')", "2"},
       {"size([1, 2, 3])", "3"},
       {"2 in [1, 2]", "true"},
       {"'%s of %d'.format(['a', 3])", "\"a of 3\"sv"},
       {"'%x'.format([b'\\x00\\x99'])", "\"0099\"sv"},
       {"duration('1h30m').getMinutes() == 90", "rules::WholeMinutes(rules::Span{5400, 0}) == 90"},
       {"timestamp('2026-11-22T10:05:57Z') < timestamp('2026-11-22T10:05:58Z')", "true"},
       {"[1, 2].map(x, x * 2) == [2, 4]", "true"},
       {"[1, 2, 3].filter(x, x > 1).size() == 2", "true"},
       {"[1, 2].exists_one(x, x == 2)", "true"},
       {"true ? this > 1 : this > 2", "value > 1"}});
}

TEST(CelTest, KeepsWhatIsNot) {
  Expect(Type::Kind::kInt,
         {{"this > 1 && true", "value > 1"},
          {"this > 1 || true", "true"},
          {"false && this > 1", "false"},
          {"this > 1 && this < 5 || this == 9", "(value > 1 && value < 5) || value == 9"},
          {"!(this > 1)", "!(value > 1)"},
          {"[1, 2].all(x, this > x)", "value > 1 && value > 2"},
          {"this in [1, 2]", "rules::In(value, {1, 2})"},
          {"this in []", "false"},
          {"this + 1 > 2", "rules::Add(int64_t{value}, int64_t{1}, fault) > 2"},
          {"1 / 0 > this", "rules::Divide(int64_t{1}, int64_t{0}, fault) > value"},
          {"this > 2.5", "rules::Less(double{2.5}, int64_t{value})"},
          {"dyn(this).b == 'x'",
           "rules::Fail<bool>(\"a value of type int has no field 'b'\", fault)"}});
  Expect(Type::Kind::kString,
         {{"this == ''", "value.empty()"},
          {"this != ''", "!value.empty()"},
          {"uint(this.size()) <= 5u", "rules::CodePoints(value) <= 5"},
          {"this.startsWith('a') && !this.isEmail()",
           "rules::StartsWith(value, \"a\"sv) && !rules::IsEmail(value)"},
          {"this.matches('^a$')", "kPattern.Matches(value)"},
          {"'bad: %s'.format([this])", "rules::Concat(\"bad: \"sv, rules::ToText(value))"}});
  Expect(ListOf(Type::Kind::kInt),
         {{"this.all(e, e > 1)", "rules::All(value, [&](const auto& its_e) { return its_e > 1; })"},
          {"this.exists(e, 10 / e == 2)",
           "rules::Exists(value, fault, [&](const auto& its_e, rules::Fault& fault) { return "
           "rules::Divide(int64_t{10}, int64_t{its_e}, fault) == 2; })"},
          {"this[0] == 1", "rules::At(value, 0, fault) == 1"}});
}

TEST(CelTest, ComplainsWhereItIsWrong) {
  Expect(
      Type::Kind::kInt,
      {{"this >", "error 6: expression ends too early"},
       {"this > 1)", "error 8: unexpected ')'"},
       {"(this", "error 5: ')' expected"},
       {"this ? 1", "error 8: ':' expected"},
       {"'abc", "error 0: string has no end"},
       {"'\\q'", "error 1: unknown escape in string"},
       {"this # 1", "error 5: unexpected character in expression"},
       {"9223372036854775808", "error 0: number does not fit an int"},
       {"99999999999999999999", "error 0: number does not fit 64 bits"},
       {"this == 'a'", "error 5: '==' does not go with int, string"},
       {"this && true", "error 5: '&&' does not go with int, bool"},
       {"this.a", "error 5: a value of type int has no field 'a'"},
       {"has(this)", "error 0: has() wants a field, as in has(this.name)"},
       {"[1].all(1, true)", "error 8: the first argument of all() is a name"},
       {"[1].all(x, x)", "error 11: the condition of all() is of type bool, not int"},
       {"that", "error 0: 'that' is not known here"},
       {"{'a' 1}", "error 5: ':' expected"},
       {"{1.5: 1}", "error 1: a map's key is not of type double"},
       {"{'a': 1, 'a': 2}", "error 9: key stands twice"},
       {"for == 1", "error 0: 'for' is a reserved word of CEL"},
       {"[1].all(a, b, true)",
        "error 4: all() with two variables is not part of buf.validate: use the one with a single "
        "name"},
       {"this.?a", "error 5: optional values are not part of buf.validate: use has()"},
       {"test.None{}", "error 0: 'test.None' is no message that is known"},
       {"'%d'.format(['a'])", "error 13: %d of format() does not go with string"},
       {"'%s %s'.format([1])", "error 8: format() has 2 placeholders and 1 arguments"},
       {"'%q'.format([1])", "error 0: format() knows %s, %d, %f, %e, %b, %o, %x and %X"},
       {"this ? 1 : 2", "error 5: '?:' does not go with int, int, int"},
       {"true ? 1 : 'a'", "error 5: '?:' does not go with bool, int, string"}});
  EXPECT_EQ(Compile("now.getHours('Europe/London') > 1", Type::Kind::kInt),
            "error: time zone \"Europe/London\" is not compiled, for rules carry no database of "
            "them: use 'UTC' or an offset, '+01:00'");
  EXPECT_EQ(Compile("[this, 'a'].size() == 2", Type::Kind::kInt),
            "error: values of several types in one list, map or condition are not compiled: say "
            "what is meant of each on its own");
}

TEST(CelTest, WorkThatExplodesIsLeftToRunTime) {
  std::string source = "true";
  for (int i = 0; i < 12; ++i) source = "[1,2,3,4,5,6,7,8,9].all(x, " + source + " && this > x)";
  EXPECT_NE(Compile(source, Type::Kind::kInt).find("rules::All("), std::string::npos);
  source = "['a']";
  for (int i = 0; i < 60; ++i) source += ".map(x, x + x)";
  EXPECT_LT(Compile(source + " == []", Type::Kind::kInt).size(), 400000U);
}

TEST(CelTest, ComparesWhatHasNoOperatorInCpp) {
  Expect(ListOf(Type::Kind::kInt), {{"this == [1, 2]", "Same(value, {1, 2})"},
                                    {"this == []", "rules::Size(value) == 0"},
                                    {"this.filter(e, e > 1).size() > 1",
                                     "rules::Count(value, [&](const auto& its_e) { return its_e > "
                                     "1; }) > 1"}});
  Expect(Type::Kind::kUint, {{"this >= 0u", "true"}, {"this == this", "true"}});
  Expect(Type::Kind::kInt,
         {{"this > 3000000000", "rules::Less(int64_t{3000000000}, int64_t{value})"},
          {"this in [1, 2.0]",
           "value == 1 || rules::Equal(int64_t{value}, "
           "double{2.0})"}});
}

TEST(CelTest, EndsWithNestingThatIsTooDeep) {
  const std::string deep(1000, '(');
  EXPECT_EQ(Compile(deep + "1", Type::Kind::kInt), "error 200: expression is nested too deeply");
}

TEST(CelTest, EndsWithChainsThatAreTooLong) {
  std::string sum = "this";
  for (int i = 0; i < 100000; ++i) sum += "+1";
  EXPECT_EQ(Compile(sum, Type::Kind::kInt),
            "error 242: expression has too many operators in a row or inside each other: use two "
            "rules");
  std::string path = "this";
  for (int i = 0; i < 100000; ++i) path += ".a";
  EXPECT_EQ(Compile(path, Type::Kind::kInt),
            "error 243: expression has too many operators in a row or inside each other: use two "
            "rules");
  // What C++ does not write inside each other may be longer.
  std::string choice = "this == 0";
  for (int i = 1; i < 400; ++i) choice += " || this == 0";
  EXPECT_EQ(Compile(choice, Type::Kind::kInt).find("error"), std::string::npos);
}

TEST(CelTest, NegatesWithoutANotWhereItCan) {
  const auto negated = [](const std::string& source, Type::Kind kind) {
    Complaint complaint;
    Scope scope;
    scope.variables["this"] = kind;
    const CppScope names = Names();
    const Tree tree = Check(Parse(source, complaint), scope, complaint);
    return CppExpression(names).Write(*Negate(Fold(tree, {})));
  };
  EXPECT_EQ(negated("this > 1 && this != 5", Type::Kind::kInt), "value <= 1 || value == 5");
  EXPECT_EQ(negated("!(this == 3)", Type::Kind::kInt), "value == 3");
  // NaN is neither greater nor not greater.
  EXPECT_EQ(negated("this > 1.0", Type::Kind::kDouble), "!(value > 1.0)");
}

}  // namespace
}  // namespace muster::plugin::cel
