// Holds the verdicts of all sides against each other and says so a claim a line.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "tests/parity/records.h"
#include "tests/parity/verdict.h"

namespace muster::parity {

// One record and what each side says of it.
struct Answered {
  const Record* record = nullptr;
  NativeVerdicts native;
  Verdicts wasm;
  ServerReply server;
};

// Claims that were tried. Prints "ok CLAIM" or "FAILED CLAIM", with details before it.
class Claims {
 public:
  void Say(bool holds, const std::string& claim);
  static void Note(const std::string& text);
  bool all_hold() const { return failed_ == 0; }

 private:
  int failed_ = 0;
};

// What differs between the sides; empty where they agree.
std::string WasmDifference(const Answered& answered);
std::string ServerDifference(const Answered& answered);

void CompareCases(const std::vector<SharedCase>& cases, const std::vector<Answered>& answered,
                  Claims& claims);

// Also that the messages reach every rule of `rules` and both verdicts often enough to mean
// something.
void CompareMessages(const std::vector<Answered>& answered, const std::set<std::string>& rules,
                     Claims& claims);

// The control: falsifies one answer of each side and claims that exactly that one is found.
void CompareFalsified(std::vector<Answered> answered, Claims& claims);

}  // namespace muster::parity
