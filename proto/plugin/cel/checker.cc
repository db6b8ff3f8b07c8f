#include "proto/plugin/cel/checker.h"

#include <cctype>
#include <utility>

#include "proto/plugin/cel/folder.h"
#include "proto/plugin/cel/format.h"
#include "proto/plugin/cel/functions.h"
#include "proto/plugin/cel/operators.h"
#include "proto/plugin/cel/tree.h"

namespace muster::plugin::cel {
namespace {

using Kind = Expression::Kind;
using TypeKind = Type::Kind;

class Checker {
 public:
  Checker(const Scope& scope, Complaint& complaint) : scope_(scope), complaint_(complaint) {}

  Tree Run(const Tree& tree) {
    switch (tree->kind) {
      case Kind::kLiteral:
        return With(tree, {}, tree->value.kind);
      case Kind::kIdentifier:
        return Identifier(tree);
      case Kind::kSelect:
      case Kind::kHas:
        return Select(tree);
      case Kind::kCall:
        return Call(tree);
      case Kind::kList:
        return List(tree);
      case Kind::kMap:
        return Map(tree);
      case Kind::kMessage:
        return Message(tree);
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
      if (operand->type.dynamic) return Fault(at, std::move(text));
    }
    return Complain(at, std::move(text));
  }

  bool CheckAll(const std::vector<Tree>& trees, std::vector<Tree>& out) {
    for (const Tree& tree : trees) {
      Tree checked = Run(tree);
      if (checked == nullptr) return false;
      out.push_back(std::move(checked));
    }
    return true;
  }

  Tree Identifier(const Tree& tree) {
    const auto found = scope_.variables.find(tree->name);
    if (found != scope_.variables.end()) {
      auto copy = With(tree, {}, found->second);
      if (scope_.hidden.count(tree->name) > 0) copy->name = HiddenName(tree->name);
      return copy;
    }
    for (const char* type :
         {"bool", "int", "uint", "double", "string", "bytes", "list", "map", "null_type", "type"}) {
      if (tree->name == type) return Literal(*tree, Value::TypeNamed(type));
    }
    return Named(tree, tree->name);
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

  // A constant of an enum, or a type. C++ scoping puts an enum's values beside it; CEL names them
  // below it.
  Tree Named(const Tree& tree, const std::string& name) {
    if (scope_.pool != nullptr) {
      const size_t dot = name.rfind('.');
      const auto* type = scope_.pool->FindEnumTypeByName(name.substr(0, dot));
      const auto* value = type == nullptr ? nullptr : type->FindValueByName(name.substr(dot + 1));
      if (value != nullptr) return Literal(*tree, Value::Int(value->number()));
      if (scope_.pool->FindEnumTypeByName(name)) return Literal(*tree, Value::TypeNamed("int"));
      const auto* message = scope_.pool->FindMessageTypeByName(name);
      if (message != nullptr) return Literal(*tree, Value::TypeNamed(message->full_name()));
    }
    return Complain(*tree, "'" + name + "' is not known here");
  }

  Tree Select(const Tree& tree) {
    const std::string dotted = DottedName(*tree);
    if (!dotted.empty() && tree->Is(Kind::kSelect)) return Named(tree, dotted);
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
    const Tree key = Literal(*tree, Value::String(tree->name));
    const bool has = tree->Is(Kind::kHas);
    auto call = With(tree, has ? std::vector<Tree>{key, target} : std::vector<Tree>{target, key},
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
    if (HoldsAnything(*message)) {
      return Complain(*tree, message->full_name() +
                                 " holds values of any type, which are not compiled: use a message "
                                 "with a field for each, or the any rules");
    }
    const auto* field = message->FindFieldByName(tree->name);
    if (field == nullptr) {
      return Mismatch(*tree, {target}, message->full_name() + " has no field '" + tree->name + "'");
    }
    auto copy = With(tree, {target}, tree->Is(Kind::kHas) ? TypeKind::kBool : TypeOfField(*field));
    copy->field = field;
    copy->type.dynamic = target->type.dynamic;
    return copy;
  }

  Tree List(const Tree& tree) {
    std::vector<Tree> items;
    if (!CheckAll(tree->operands, items)) return nullptr;
    if (Tree fault = FaultOf(items)) return fault;
    const Type element = CommonType(items, 0, 1);
    for (Tree& item : items) item = Settle(item, element);
    return With(tree, std::move(items), ListOf(element));
  }

  Tree Map(const Tree& tree) {
    std::vector<Tree> operands;
    if (!CheckAll(tree->operands, operands)) return nullptr;
    if (Tree fault = FaultOf(operands)) return fault;
    for (size_t i = 0; i < operands.size(); i += 2) {
      const Expression& key = *operands[i];
      const bool fits = key.type.Is(TypeKind::kBool) || key.type.Is(TypeKind::kInt) ||
                        key.type.Is(TypeKind::kUint) || key.type.Is(TypeKind::kString);
      if (!fits) return Complain(key, "a map's key is not of type " + TypeName(key.type));
      for (size_t j = 0; j < i; j += 2) {
        const bool known = key.Is(Kind::kLiteral) && operands[j]->Is(Kind::kLiteral);
        if (known && Same(key.value, operands[j]->value)) return Complain(key, "key stands twice");
      }
    }
    const Type element = CommonType(operands, 1, 2);
    for (size_t i = 1; i < operands.size(); i += 2) operands[i] = Settle(operands[i], element);
    Type type = MapOf(CommonType(operands, 0, 2), element);
    return With(tree, std::move(operands), std::move(type));
  }

  Tree Message(const Tree& tree) {
    const auto* message =
        scope_.pool == nullptr ? nullptr : scope_.pool->FindMessageTypeByName(tree->name);
    if (message == nullptr)
      return Complain(*tree, "'" + tree->name + "' is no message that is known");
    if (HoldsAnything(*message)) {
      return Complain(*tree, message->full_name() + " holds values of any type: not compiled");
    }
    std::vector<Tree> operands;
    if (!CheckAll(tree->operands, operands)) return nullptr;
    if (Tree fault = FaultOf(operands)) return fault;
    for (size_t i = 0; i < operands.size(); ++i) {
      const auto* field = message->FindFieldByName(tree->labels[i]);
      if (field == nullptr) {
        return Complain(*operands[i],
                        message->full_name() + " has no field '" + tree->labels[i] + "'");
      }
      const Type wanted = Plain(TypeOfField(*field));
      operands[i] = Settle(operands[i], wanted);
      const bool unset = operands[i]->type.Is(TypeKind::kNull) && field->message_type() != nullptr;
      if (!unset && !Agree(operands[i]->type, wanted)) {
        return Complain(*operands[i], "field '" + field->name() + "' is of type " +
                                          TypeName(wanted) + ", not " +
                                          TypeName(operands[i]->type));
      }
    }
    if (const auto* wrapped = WrappedField(*message)) {
      if (!operands.empty()) return WrapperValue(*wrapped, operands[0]);
      return Literal(*tree, ZeroOf(TypeOfElement(*wrapped).kind));
    }
    return With(tree, std::move(operands), TypeOfMessage(*message));
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
    const bool hides = tree->variable == "this" || tree->variable == "now";
    if (hides) inner.hidden.insert(tree->variable);
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
    auto macro = With(tree, std::move(operands), std::move(type));
    if (hides) macro->variable = HiddenName(tree->variable);
    return macro;
  }

  Tree Call(const Tree& tree) {
    if (tree->is_method && tree->name == "quote" && tree->operands[0]->Is(Kind::kIdentifier) &&
        tree->operands[0]->name == "strings" && scope_.variables.count("strings") == 0) {
      auto quote = std::make_shared<Expression>(*tree);
      quote->name = "strings.quote";
      quote->is_method = false;
      quote->operands.erase(quote->operands.begin());
      return Call(quote);
    }
    std::vector<Tree> operands;
    if (!CheckAll(tree->operands, operands)) return nullptr;
    if (tree->name == "type" && operands.size() == 1 && !tree->is_method)
      return TypeOf(operands[0]);
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
    if (OperatorType(tree->name, operands, type)) return Operator(tree, operands, type);
    const bool equality = tree->name == "==" || tree->name == "!=";
    if (equality && (operands[0]->type.dynamic || operands[1]->type.dynamic)) {
      return BoolLiteral(*tree, tree->name == "!=");
    }
    return Function(tree, operands);
  }

  Tree Operator(const Tree& tree, std::vector<Tree>& operands, const Type& type) {
    const bool mixed = tree->name == "in" && operands[1]->Is(Kind::kList) &&
                       operands[1]->type.element->Is(TypeKind::kMixed);
    if (mixed) return OneOf(tree, operands[0], operands[1]->operands);
    if (tree->name == "in" && operands[1]->Is(Kind::kList) && operands[1]->operands.empty()) {
      operands[1] = Settle(operands[1], ListOf(Plain(operands[0]->type)));
    }
    if (tree->name == "?:" || tree->name == "+") {
      for (Tree& operand : operands) operand = Settle(operand, type);
    }
    if (tree->name == "==" || tree->name == "!=") {
      const Type both = Unify(operands[0]->type, operands[1]->type);
      for (Tree& operand : operands) operand = Settle(operand, both);
    }
    return With(tree, operands, type);
  }

  // `x in [1, 'a']`: x is the one or the other. `||` would absorb a failure, which `in` does not.
  Tree OneOf(const Tree& tree, const Tree& value, const std::vector<Tree>& items) {
    constexpr size_t kMost = 100;
    if (items.size() > kMost) return Complain(*tree, "too many values of several types in a list");
    bool fails = value->IsNullable() && CanFailBesideNull(*value);
    for (const Tree& item : items) fails = fails || CanFailBesideNull(*item);
    if (fails) {
      return Complain(*tree,
                      "'in' over values of several types is not compiled where one can fail: "
                      "compare with each of them");
    }
    auto dynamic = std::make_shared<Expression>(*value);
    dynamic->type.dynamic = true;
    if (!IsPlace(*value) && !value->IsNullable()) return OneOfItem(tree, value, items);
    Tree out = BoolLiteral(*tree, false);
    for (const Tree& item : items) {
      Type type;
      const bool may_equal = OperatorType("==", {dynamic, item}, type);
      const Tree same =
          may_equal ? Operation(*tree, "==", dynamic, item) : BoolLiteral(*tree, false);
      out = Operation(*tree, "||", out, same);
    }
    return out;
  }

  // The same as `[value].exists(x, x in items)`, which works the value out once.
  Tree OneOfItem(const Tree& tree, const Tree& value, const std::vector<Tree>& items) {
    auto list = With(value, {value}, ListOf(Plain(value->type)));
    list->kind = Kind::kList;
    auto item = With(value, {}, Plain(value->type));
    item->kind = Kind::kIdentifier;
    item->name = HiddenName("item");
    const Tree same = OneOf(tree, item, items);
    if (same == nullptr) return nullptr;
    auto macro = With(tree, {list, same}, TypeKind::kBool);
    macro->kind = Kind::kMacro;
    macro->name = "exists";
    macro->variable = item->name;
    return macro;
  }

  Tree TypeOf(const Tree& value) {
    if (value->Is(Kind::kFault)) return value;
    if (value->type.Is(TypeKind::kUnknown) || value->type.Is(TypeKind::kMixed)) {
      return Complain(*value, "type() of what may be of several types is not compiled");
    }
    if (value->IsNullable()) {
      return Complain(*value, "type() of a wrapper that may be null: compare it with null instead");
    }
    return Literal(*value, Value::TypeNamed(TypeIdentity(value->type)));
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

  Tree Function(const Tree& tree, const std::vector<Tree>& operands) {
    if (const Overload* overload = FindOverload(*tree, operands)) {
      if (overload->name == "format" && !CheckFormat(*tree, operands, complaint_)) return nullptr;
      auto copy = With(tree, operands, ResultOf(*overload));
      for (size_t i = 0; i < operands.size(); ++i) {
        if (overload->operands[i] != 'S') continue;
        copy->operands[i] = Settle(operands[i], ListOf(TypeKind::kString));
      }
      copy->overload = overload;
      return copy;
    }
    std::string types;
    for (const Tree& operand : operands) {
      types += (types.empty() ? "" : ", ") + TypeName(operand->type);
    }
    const bool is_operator = !tree->name.empty() && !std::isalpha(tree->name[0]);
    if (is_operator || IsFunction(tree->name)) {
      return Mismatch(*tree, operands, "'" + tree->name + "' does not go with " + types);
    }
    return Complain(*tree,
                    "function '" + tree->name +
                        "' is not compiled: see proto/plugin/cel/functions.cc for those that "
                        "are");
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
