#include "tests/server/program/muster_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <string_view>

#include "absl/time/clock.h"

namespace muster {
namespace {

constexpr std::string_view kServes = "Muster serves gRPC on ";

[[noreturn]] void Execute(const std::string& folder, int output) {
  const std::string store = "sqlite:" + folder;
  dup2(output, STDOUT_FILENO);
  execl(MUSTER_PROGRAM, MUSTER_PROGRAM, "serve", "--store", store.c_str(), "--assets",
        folder.c_str(), "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0", "--log", "off", nullptr);
  _exit(127);
}

}  // namespace

std::unique_ptr<MusterProcess> MusterProcess::Start(const std::string& folder) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return nullptr;
  const absl::Time before = absl::Now();
  const pid_t child = fork();
  if (child == 0) Execute(folder, ends[1]);
  close(ends[1]);
  std::unique_ptr<MusterProcess> process(new MusterProcess(child));
  std::FILE* const output = fdopen(ends[0], "r");
  char line[1000];
  while (process->grpc_address_.empty() && std::fgets(line, sizeof(line), output) != nullptr) {
    std::string_view text(line);
    if (!text.starts_with(kServes)) continue;
    text.remove_prefix(kServes.size());
    process->grpc_address_ = std::string(text.substr(0, text.find('\n')));
  }
  // What it prints after this goes nowhere, and does not hold it up.
  std::fclose(output);
  process->start_time_ = absl::Now() - before;
  if (!process->grpc_address_.empty()) return process;
  std::fprintf(stderr, "%s did not start\n", MUSTER_PROGRAM);
  return nullptr;
}

MusterProcess::~MusterProcess() { End(SIGTERM); }

void MusterProcess::Kill() { End(SIGKILL); }

void MusterProcess::End(int signal) {
  if (process_ <= 0) return;
  kill(process_, signal);
  waitpid(process_, nullptr, 0);
  process_ = 0;
}

}  // namespace muster
