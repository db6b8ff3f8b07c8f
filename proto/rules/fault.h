// Why an expression has no value.
#ifndef MUSTER_PROTO_RULES_FAULT_H_
#define MUSTER_PROTO_RULES_FAULT_H_

namespace muster::rules {

// A failure is noted here, and what is computed after it means nothing. The first reason stays.
class Fault {
 public:
  void Raise(const char* what) { what_ = what_ == nullptr ? what : what_; }
  explicit operator bool() const { return what_ != nullptr; }
  const char* what() const { return what_; }

 private:
  const char* what_ = nullptr;
};

// An expression that never has a value.
template <typename T>
T Fail(const char* what, Fault& fault) {
  fault.Raise(what);
  return T();
}

}  // namespace muster::rules

#endif  // MUSTER_PROTO_RULES_FAULT_H_
