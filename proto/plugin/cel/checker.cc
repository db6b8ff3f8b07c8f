#include "proto/plugin/cel/checker.h"

#include <utility>

#include "proto/plugin/cel/functions.h"

namespace muster::plugin::cel {
namespace {

using Kind = Expression::Kind;
using TypeKind = Type::Kind;
using Node = std::shared_ptr<Expression>;

char LetterOf(const Type& type) {
  switch (type.kind) {
    case TypeKind::kBool:
      return 'b';
    case TypeKind::kInt:
      return 'i';
    case TypeKind::kUint:
      return 'u';
    case TypeKind::kDouble:
      return 'd';
    case TypeKind::kString:
      return 's';
    case TypeKind::kBytes:
      return 'y';
    case TypeKind::kTimestamp:
      return 't';
    case TypeKind::kDuration:
      return 'n';
    case TypeKind::kList:
      return 'L';
    case TypeKind::kMap:
      return 'M';
    default:
      return '?';
  }
}

Type TypeOfLetter(char letter) {
  switch (letter) {
    case 'b':
      return TypeKind::kBool;
    case 'i':
      return TypeKind::kInt;
    case 'u':
      return TypeKind::kUint;
    case 'd':
      return TypeKind::kDouble;
    case 's':
      return TypeKind::kString;
    case 'y':
      return TypeKind::kBytes;
    case 't':
      return TypeKind::kTimestamp;
    default:
      return TypeKind::kDuration;
  }
}

Type Plain(Type type) {
  type.dynamic = type.nullable = false;
  return type;
}

class Checker {
 public:
  Checker(const Scope& scope, Complaint& complaint) : scope_(scope), complaint_(complaint) {}

  Tree Run(const Tree& tree) {
    switch (tree->kind) {
      case Kind::kLiteral:
        return Literal(tree);
      case Kind::kIdentifier:
        return Identifier(tree);
      case Kind::kSelect:
      case Kind::kHas:
        return Select(tree);
      case Kind::kCall:
        return Call(tree);
      case Kind::kList:
        return List(tree);
      case Kind::kMacro:
        return Macro(tree);
      case Kind::kFault:
        return tree;
    }
    return nullptr;
  }

 private:
  Tree Complain(const Expression& at, std::string text) {
    if (complaint_.text.empty()) complaint_ = {at.offset, std::move(text)};
    return nullptr;
  }

  // What does not fit is an error of the build, unless it went through dyn().
  Tree Mismatch(const Expression& at, const std::vector<Tree>& operands, std::string text) {
    for (const Tree& operand : operands) {
      if (!operand->type.dynamic) continue;
      auto fault = std::make_shared<Expression>();
      fault->kind = Kind::kFault;
      fault->offset = at.offset;
      fault->name = std::move(text);
      fault->type.dynamic = true;
      return fault;
    }
    return Complain(at, std::move(text));
  }

  static Node Copy(const Tree& tree, std::vector<Tree> operands, Type type) {
    auto copy = std::make_shared<Expression>(*tree);
    copy->operands = std::move(operands);
    copy->type = std::move(type);
    return copy;
  }

  bool CheckAll(const std::vector<Tree>& trees, std::vector<Tree>& out) {
    for (const Tree& tree : trees) {
      Tree checked = Run(tree);
      if (checked == nullptr) return false;
      out.push_back(std::move(checked));
    }
    return true;
  }

  Tree Literal(const Tree& tree) { return Copy(tree, {}, tree->value.kind); }

  Tree Identifier(const Tree& tree) {
    const auto found = scope_.variables.find(tree->name);
    if (found == scope_.variables.end()) {
      return Complain(*tree, "'" + tree->name + "' is not known here");
    }
    return Copy(tree, {}, found->second);
  }

  // "a.b.C" from nested selections; empty if they do not begin with a free name.
  std::string DottedName(const Expression& tree) const {
    if (tree.Is(Kind::kIdentifier)) {
      return scope_.variables.count(tree.name) > 0 ? "" : tree.name;
    }
    if (!tree.Is(Kind::kSelect)) return "";
    const std::string inner = DottedName(*tree.operands[0]);
    return inner.empty() ? "" : inner + "." + tree.name;
  }

  // C++ scoping puts an enum's values beside it; CEL names them below it.
  Tree EnumConstant(const Tree& tree, const std::string& name) {
    const size_t dot = name.rfind('.');
    const auto* type =
        scope_.pool == nullptr ? nullptr : scope_.pool->FindEnumTypeByName(name.substr(0, dot));
    const auto* value = type == nullptr ? nullptr : type->FindValueByName(name.substr(dot + 1));
    if (value == nullptr) return Complain(*tree, "'" + name + "' is not known here");
    auto literal = std::make_shared<Expression>();
    literal->offset = tree->offset;
    literal->value = Value::Int(value->number());
    literal->type = TypeKind::kInt;
    return literal;
  }

  Tree Select(const Tree& tree) {
    const std::string dotted = DottedName(*tree);
    if (!dotted.empty() && tree->Is(Kind::kSelect)) return EnumConstant(tree, dotted);
    const Tree target = Run(tree->operands[0]);
    if (target == nullptr) return nullptr;
    if (target->Is(Kind::kFault)) return target;
    if (target->type.Is(TypeKind::kMap) && target->type.key->Is(TypeKind::kString)) {
      return MapMember(tree, target);
    }
    return SelectField(tree, target);
  }

  // `labels.en` is `labels['en']`, and has(labels.en) is `'en' in labels`.
  Tree MapMember(const Tree& tree, const Tree& target) {
    auto key = std::make_shared<Expression>();
    key->offset = tree->offset;
    key->value = Value::String(tree->name);
    key->type = TypeKind::kString;
    const bool has = tree->Is(Kind::kHas);
    auto call = Copy(tree, has ? std::vector<Tree>{key, target} : std::vector<Tree>{target, key},
                     has ? Type(TypeKind::kBool) : *target->type.element);
    call->kind = Kind::kCall;
    call->name = has ? "in" : "[]";
    return call;
  }

  Tree SelectField(const Tree& tree, const Tree& target) {
    if (!target->type.Is(TypeKind::kMessage)) {
      return Mismatch(
          *tree, {target},
          "a value of type " + TypeName(target->type) + " has no field '" + tree->name + "'");
    }
    const auto* message = target->type.message;
    const auto* field = message->FindFieldByName(tree->name);
    if (field == nullptr) {
      return Mismatch(*tree, {target}, message->full_name() + " has no field '" + tree->name + "'");
    }
    auto copy = Copy(tree, {target}, tree->Is(Kind::kHas) ? TypeKind::kBool : TypeOfField(*field));
    copy->field = field;
    copy->type.dynamic = target->type.dynamic;
    return copy;
  }

  Tree List(const Tree& tree) {
    std::vector<Tree> items;
    if (!CheckAll(tree->operands, items)) return nullptr;
    Type element;
    for (const Tree& item : items) {
      if (item->Is(Kind::kFault)) return item;
      if (element.Is(TypeKind::kUnknown)) element = Plain(item->type);
      // Mixed lists are what format() takes: nothing else can use one.
      if (!Agree(element, item->type)) element = TypeKind::kNull;
    }
    return Copy(tree, std::move(items), ListOf(element));
  }

  Tree Macro(const Tree& tree) {
    const Tree range = Run(tree->operands[0]);
    if (range == nullptr || range->Is(Kind::kFault)) return range;
    if (!range->type.Is(TypeKind::kList) && !range->type.Is(TypeKind::kMap)) {
      return Mismatch(*tree, {range},
                      tree->name + "() wants a list or a map, not " + TypeName(range->type));
    }
    const Type item = range->type.Is(TypeKind::kMap) ? *range->type.key : *range->type.element;
    Scope inner = scope_;
    inner.variables[tree->variable] = Plain(item);
    Checker checker(inner, complaint_);
    std::vector<Tree> operands = {range};
    for (size_t i = 1; i < tree->operands.size(); ++i) {
      Tree body = checker.Run(tree->operands[i]);
      if (body == nullptr) return nullptr;
      const bool is_result = tree->name == "map" && i + 1 == tree->operands.size();
      if (!is_result && !body->Is(Kind::kFault) && !body->type.Is(TypeKind::kBool)) {
        return Complain(*body, "the condition of " + tree->name + "() is of type bool, not " +
                                   TypeName(body->type));
      }
      operands.push_back(std::move(body));
    }
    Type type = TypeKind::kBool;
    if (tree->name == "map") type = ListOf(Plain(operands.back()->type));
    if (tree->name == "filter") type = ListOf(Plain(item));
    return Copy(tree, std::move(operands), std::move(type));
  }

  Tree Call(const Tree& tree) {
    std::vector<Tree> operands;
    if (!CheckAll(tree->operands, operands)) return nullptr;
    if (tree->name == "dyn" && operands.size() == 1 && !tree->is_method) {
      auto copy = std::make_shared<Expression>(*operands[0]);
      copy->type.dynamic = true;
      return copy;
    }
    if (tree->name == "getField" && operands.size() == 2 && !tree->is_method) {
      return GetField(tree, operands);
    }
    const bool lazy = tree->name == "&&" || tree->name == "||" || tree->name == "?:";
    for (const Tree& operand : operands) {
      if (!lazy && operand->Is(Kind::kFault)) return operand;
    }
    Type type;
    if (OperatorType(tree->name, operands, type)) {
      return Copy(tree, std::move(operands), std::move(type));
    }
    return Function(tree, operands);
  }

  Tree GetField(const Tree& tree, const std::vector<Tree>& operands) {
    if (!operands[1]->Is(Kind::kLiteral) || !operands[1]->type.Is(TypeKind::kString)) {
      return Complain(*tree, "the second argument of getField() is a constant string");
    }
    auto select = std::make_shared<Expression>(*tree);
    select->kind = Kind::kSelect;
    select->name = operands[1]->value.text;
    return SelectField(select, operands[0]);
  }

  static bool Boolean(const Tree& tree) {
    return tree->type.Is(TypeKind::kBool) || tree->Is(Kind::kFault);
  }

  static bool Ordered(const Type& left, const Type& right) {
    if (left.IsNumber() && right.IsNumber()) return true;
    if (!Agree(left, right)) return false;
    return left.Is(TypeKind::kString) || left.Is(TypeKind::kBytes) || left.Is(TypeKind::kBool) ||
           left.Is(TypeKind::kTimestamp) || left.Is(TypeKind::kDuration);
  }

  static bool Comparable(const Type& left, const Type& right) {
    if (left.Is(TypeKind::kNull)) return right.nullable || right.Is(TypeKind::kNull);
    if (right.Is(TypeKind::kNull)) return left.nullable;
    const bool dynamic = left.dynamic || right.dynamic;
    return Agree(left, right) || (dynamic && left.IsNumber() && right.IsNumber());
  }

  static bool ArithmeticType(const std::string& name, const Type& left, const Type& right,
                             Type& type) {
    const bool plus = name == "+";
    if (left.Is(TypeKind::kTimestamp) || right.Is(TypeKind::kTimestamp)) {
      const bool both = left.kind == right.kind;
      type = both ? TypeKind::kDuration : TypeKind::kTimestamp;
      if (both) return name == "-";
      const bool shifted = left.Is(TypeKind::kDuration) || right.Is(TypeKind::kDuration);
      return shifted && (plus || (name == "-" && left.Is(TypeKind::kTimestamp)));
    }
    if (!Agree(left, right)) return false;
    type = Plain(left);
    if (left.Is(TypeKind::kDuration)) return plus || name == "-";
    if (left.Is(TypeKind::kString) || left.Is(TypeKind::kBytes)) return plus;
    if (left.Is(TypeKind::kList)) return plus;
    if (left.Is(TypeKind::kDouble)) return name != "%";
    return left.IsNumber();
  }

  // Whether `name` is an operator that goes with these operands, and what it gives.
  static bool OperatorType(const std::string& name, const std::vector<Tree>& operands, Type& type) {
    type = TypeKind::kBool;
    if (name == "!") return Boolean(operands[0]);
    if (name == "&&" || name == "||") return Boolean(operands[0]) && Boolean(operands[1]);
    const Type& left = operands[0]->type;
    if (name == "negate") {
      type = Plain(left);
      return left.Is(TypeKind::kInt) || left.Is(TypeKind::kDouble);
    }
    if (operands.size() == 3 && name == "?:") {
      const Type& yes = operands[1]->type;
      type = Plain(operands[1]->Is(Kind::kFault) ? operands[2]->type : yes);
      return Boolean(operands[0]) && Agree(yes, operands[2]->type);
    }
    if (operands.size() != 2) return false;
    const Type& right = operands[1]->type;
    if (name == "==" || name == "!=") return Comparable(left, right);
    if (name == "<" || name == "<=" || name == ">" || name == ">=") return Ordered(left, right);
    if (name == "in") {
      if (right.Is(TypeKind::kMap)) return Agree(left, *right.key);
      return right.Is(TypeKind::kList) && Agree(left, *right.element);
    }
    if (name == "[]") {
      if (left.Is(TypeKind::kList)) type = *left.element;
      if (left.Is(TypeKind::kMap)) type = *left.element;
      if (left.Is(TypeKind::kMap)) return Agree(right, *left.key);
      return left.Is(TypeKind::kList) && right.Is(TypeKind::kInt);
    }
    if (name == "+" || name == "-" || name == "*" || name == "/" || name == "%") {
      return ArithmeticType(name, left, right, type);
    }
    return false;
  }

  static bool Fits(const Overload& overload, const Tree& tree, const std::vector<Tree>& operands) {
    if (overload.name != tree->name || overload.operands.size() != operands.size()) return false;
    using Style = Overload::Style;
    if (overload.style == (tree->is_method ? Style::kGlobal : Style::kMethod)) return false;
    for (size_t i = 0; i < operands.size(); ++i) {
      if (LetterOf(operands[i]->type) != overload.operands[i]) return false;
    }
    return true;
  }

  Tree Function(const Tree& tree, const std::vector<Tree>& operands) {
    bool known = tree->name.find_first_not_of(
                     "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string::npos;
    for (const Overload& overload : Overloads()) {
      known = known || overload.name == tree->name;
      if (!Fits(overload, tree, operands)) continue;
      auto copy = Copy(tree, operands, TypeOfLetter(overload.result));
      copy->overload = &overload;
      return copy;
    }
    std::string types;
    for (const Tree& operand : operands) {
      types += (types.empty() ? "" : ", ") + TypeName(operand->type);
    }
    if (known) return Mismatch(*tree, operands, "'" + tree->name + "' does not go with " + types);
    return Complain(*tree,
                    "function '" + tree->name +
                        "' is not compiled: see proto/plugin/cel/functions.cc for those that are");
  }

  const Scope& scope_;
  Complaint& complaint_;
};

}  // namespace

Tree Check(const Tree& tree, const Scope& scope, Complaint& complaint) {
  complaint = {};
  return Checker(scope, complaint).Run(tree);
}

}  // namespace muster::plugin::cel
