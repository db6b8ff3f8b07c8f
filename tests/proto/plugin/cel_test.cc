// Parsing, checking, folding and writing of expressions, as tables.
#include <gtest/gtest.h>

#include "proto/plugin/cel/checker.h"
#include "proto/plugin/cel/folder.h"
#include "proto/plugin/cel/parser.h"
#include "proto/plugin/emit/cpp_expression.h"

namespace muster::plugin::cel {
namespace {

// The C++ of `source` with `this` of that type, or "error OFFSET: TEXT".
std::string Compile(const std::string& source, const Type& type) {
  Complaint complaint;
  Tree tree = Parse(source, complaint);
  Scope scope;
  scope.variables["this"] = type;
  scope.variables["now"] = Type::Kind::kTimestamp;
  if (tree != nullptr) tree = Check(tree, scope, complaint);
  if (tree == nullptr) return "error " + std::to_string(complaint.offset) + ": " + complaint.text;
  CppScope names;
  names.self = "value";
  names.pattern = [](const std::string&, std::string&) { return std::string("kPattern"); };
  names.array = [](const std::string&, const std::string& values) { return "{" + values + "}"; };
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
         {{"this.all(e, e > 1)", "rules::All(value, [&](const auto& e) { return e > 1; })"},
          {"this.exists(e, 10 / e == 2)",
           "rules::Exists(value, fault, [&](const auto& e, rules::Fault& fault) { return "
           "rules::Divide(int64_t{10}, int64_t{e}, fault) == 2; })"},
          {"this[0] == 1", "rules::At(value, 0, fault) == 1"}});
}

TEST(CelTest, ComplainsWhereItIsWrong) {
  Expect(Type::Kind::kInt,
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
          {"{'a': 1}", "error 0: maps written out are not compiled: use conditions instead"}});
}

TEST(CelTest, EndsWithNestingThatIsTooDeep) {
  const std::string deep(1000, '(');
  EXPECT_EQ(Compile(deep + "1", Type::Kind::kInt), "error 200: expression is nested too deeply");
}

TEST(CelTest, NegatesWithoutANotWhereItCan) {
  const auto negated = [](const std::string& source, Type::Kind kind) {
    Complaint complaint;
    Scope scope;
    scope.variables["this"] = kind;
    CppScope names;
    names.self = "value";
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
