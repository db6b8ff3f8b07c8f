#include "tests/server/program/muster_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "absl/time/clock.h"

namespace muster {
namespace {

constexpr std::string_view kOpen = "Open http://";
constexpr std::string_view kAdmin = "Metrics and health are on ";
constexpr std::string_view kServes = "Muster serves gRPC on ";

// What stands after the last colon.
std::uint16_t PortIn(std::string_view line) {
  return static_cast<std::uint16_t>(std::atoi(line.data() + line.rfind(':') + 1));
}

// What execve takes; the texts outlive it.
std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

std::unique_ptr<MusterProcess> MusterProcess::Start(const std::string& folder,
                                                    const std::vector<std::string>& flags,
                                                    const std::vector<std::string>& environment) {
  std::vector<std::string> arguments = {MUSTER_PROGRAM, "serve",  "--assets",    folder,  "--grpc",
                                        "127.0.0.1:0",  "--http", "127.0.0.1:0", "--log", "off"};
  if (std::find(flags.begin(), flags.end(), "--store") == flags.end()) {
    arguments.insert(arguments.end(), {"--store", "sqlite:" + folder});
  }
  arguments.insert(arguments.end(), flags.begin(), flags.end());
  std::vector<std::string> variables = environment;
  for (char** variable = environ; *variable != nullptr; ++variable) variables.push_back(*variable);
  const std::vector<char*> argument_pointers = Pointers(arguments);
  const std::vector<char*> variable_pointers = Pointers(variables);
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return nullptr;
  const absl::Time before = absl::Now();
  const pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], STDOUT_FILENO);
    execve(MUSTER_PROGRAM, argument_pointers.data(), variable_pointers.data());
    _exit(127);
  }
  close(ends[1]);
  std::unique_ptr<MusterProcess> process(new MusterProcess(child));
  std::FILE* const output = fdopen(ends[0], "r");
  char line[1000];
  while (process->grpc_address_.empty() && std::fgets(line, sizeof(line), output) != nullptr) {
    std::string_view text(line);
    if (text.starts_with(kOpen)) process->http_port_ = PortIn(text);
    if (text.starts_with(kAdmin)) process->admin_port_ = PortIn(text);
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

bool MusterProcess::Run(const std::string& arguments) {
  return std::system((std::string(MUSTER_PROGRAM) + " " + arguments).c_str()) == 0;
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
