// Writes the shared cases for those that do not read them as text: see README.md.
#include <fstream>
#include <iostream>

#include "proto/rules/wire.h"
#include "tests/cases/case_builder.h"

int main(int argc, char* argv[]) {
  if (argc != 2) {
    std::cerr << "usage: " << argv[0] << " OUTPUT\n";
    return 2;
  }
  std::string out;
  const auto add = [&out](std::string_view part) {
    muster::rules::WriteVarint(part.size(), out);
    out += part;
  };
  for (const std::string& path : muster::tests::CaseFiles()) {
    muster::tests::CaseFile file;
    std::string error;
    if (!muster::tests::ReadCaseFile(path, file, error)) return std::cerr << error << "\n", 1;
    for (const muster::tests::Case& one : file.cases()) {
      muster::tests::Request request;
      if (!muster::tests::BuildRequest(file, one, request, error)) {
        return std::cerr << path << ": " << error << "\n", 1;
      }
      muster::rules::Violations violations;
      muster::tests::ValidateRequest(request, violations);
      add(one.name());
      add(muster::tests::MessageOf(request).GetDescriptor()->full_name());
      add(muster::tests::MessageOf(request).SerializeAsString());
      add(violations.Serialize());
    }
  }
  std::ofstream(argv[1], std::ios::binary) << out;
  return 0;
}
