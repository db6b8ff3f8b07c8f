#include "tests/server/store/postgres_server.h"

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "server/store/postgres_engine.h"
#include "server/store/postgres_schema.h"

namespace muster::store {
namespace {

constexpr char kUser[] = "muster";
constexpr absl::Duration kPatience = absl::Seconds(60);

// The folder of PostgreSQL's own programs, which Debian keeps out of the path.
std::string ProgramsFolder() {
  std::error_code error;
  for (const auto& version : std::filesystem::directory_iterator("/usr/lib/postgresql", error)) {
    if (std::filesystem::exists(version.path() / "bin/postgres")) return version.path() / "bin/";
  }
  ADD_FAILURE() << "no PostgreSQL is installed";
  return "";
}

const passwd* Unprivileged() { return geteuid() == 0 ? getpwnam("postgres") : nullptr; }

// In the child: what root starts runs as the user that Debian's package made.
[[noreturn]] void Execute(const std::vector<std::string>& command, const std::string& folder) {
  if (const passwd* user = Unprivileged()) {
    if (setgroups(0, nullptr) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0) {
      _exit(126);
    }
  }
  prctl(PR_SET_PDEATHSIG, SIGQUIT);
  const int log = open((folder + "/log").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (chdir(folder.c_str()) != 0 || dup2(log, STDOUT_FILENO) < 0 || dup2(log, STDERR_FILENO) < 0) {
    _exit(126);
  }
  std::vector<char*> arguments;
  for (const std::string& argument : command)
    arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  execv(arguments[0], arguments.data());
  _exit(127);
}

// Whether a process is gone, or only its status is left for whoever is to collect it.
bool HasEnded(pid_t process) {
  std::ifstream file(absl::StrCat("/proc/", process, "/stat"));
  std::string stat;
  if (!std::getline(file, stat)) return true;
  const std::size_t state = stat.rfind(") ");
  return state == std::string::npos || stat[state + 2] == 'Z' || stat[state + 2] == 'X';
}

pid_t Launch(const std::vector<std::string>& command, const std::string& folder) {
  const pid_t child = fork();
  if (child == 0) Execute(command, folder);
  return child;
}

class PostgresDatabase final : public TestDatabase {
 public:
  explicit PostgresDatabase(PostgresServer* server)
      : server_(server), name_(server->MakeDatabase()) {}
  ~PostgresDatabase() override { server_->Ask("DROP DATABASE " + name_ + " WITH (FORCE)"); }

  std::unique_ptr<Engine> Open() override {
    absl::StatusOr<PostgresAddress> address = ParsePostgresAddress(server_->Address(name_));
    EXPECT_TRUE(address.ok()) << address.status();
    absl::StatusOr<std::unique_ptr<Engine>> engine = OpenPostgres({.address = *address});
    EXPECT_TRUE(engine.ok()) << engine.status();
    return engine.ok() ? *std::move(engine) : nullptr;
  }
  std::string Dialect(std::string_view sql) const override { return PostgresDialect(sql); }

 private:
  PostgresServer* const server_;
  const std::string name_;
};

}  // namespace

bool PostgresServer::IsWanted() { return std::getenv("MUSTER_TEST_POSTGRES") != nullptr; }

PostgresServer::PostgresServer(std::vector<std::string> settings) : settings_(std::move(settings)) {
  if (const passwd* user = Unprivileged()) {
    EXPECT_EQ(chown(folder_.path().c_str(), user->pw_uid, user->pw_gid), 0);
  }
  InitializeCluster();
  Start();
}

PostgresServer::~PostgresServer() {
  if (process_ <= 0) return;
  Thaw();
  kill(process_, SIGQUIT);
  waitpid(process_, nullptr, 0);
}

void PostgresServer::InitializeCluster() {
  const pid_t child = Launch({ProgramsFolder() + "initdb", "--pgdata=" + folder_.File("data"),
                              absl::StrCat("--username=", kUser), "--auth=trust", "--no-sync",
                              "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"},
                             folder_.path());
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0) << "initdb failed: " << std::ifstream(folder_.File("log")).rdbuf();
}

void PostgresServer::Start() {
  std::vector<std::string> command = {
      ProgramsFolder() + "postgres", "-D", folder_.File("data"),  "-k", folder_.path(),       "-c",
      "listen_addresses=",           "-c", "shared_buffers=32MB", "-c", "max_connections=200"};
  for (const std::string& setting : settings_) {
    command.push_back("-c");
    command.push_back(setting);
  }
  process_ = Launch(command, folder_.path());
  const absl::Time until = absl::Now() + kPatience;
  while (PQping(Address("postgres").c_str()) != PQPING_OK) {
    if (absl::Now() > until || waitpid(process_, nullptr, WNOHANG) != 0) {
      ADD_FAILURE() << "no PostgreSQL: " << std::ifstream(folder_.File("log")).rdbuf();
      process_ = 0;
      return;
    }
    absl::SleepFor(absl::Milliseconds(10));
  }
}

// The first one, which starts the others, and those.
std::vector<pid_t> PostgresServer::Processes() const {
  std::vector<pid_t> all = {process_};
  std::ifstream children(absl::StrCat("/proc/", process_, "/task/", process_, "/children"));
  for (pid_t child = 0; children >> child;) all.push_back(child);
  return all;
}

void PostgresServer::SignalAll(int signal) const {
  for (const pid_t process : Processes()) kill(process, signal);
}

void PostgresServer::Crash() {
  kill(process_, SIGSTOP);  // So that it starts no more of them.
  const std::vector<pid_t> all = Processes();
  for (const pid_t process : all) kill(process, SIGKILL);
  waitpid(process_, nullptr, 0);
  process_ = 0;
  // The next one refuses to start while one of them still holds their memory.
  for (const pid_t process : all) {
    while (!HasEnded(process)) absl::SleepFor(absl::Milliseconds(1));
  }
}

void PostgresServer::Freeze() {
  kill(process_, SIGSTOP);
  SignalAll(SIGSTOP);
}

void PostgresServer::Thaw() { SignalAll(SIGCONT); }

void PostgresServer::KillOneBackend(const std::string& database) {
  const std::string backend =
      Ask("SELECT pid FROM pg_stat_activity WHERE datname = '" + database +
          "' AND backend_type = 'client backend' ORDER BY random() LIMIT 1");
  const pid_t process = std::atoi(backend.c_str());
  if (process > 0) kill(process, SIGKILL);
}

std::string PostgresServer::Address(const std::string& database) const {
  return absl::StrCat("postgres://", kUser, "@/", database, "?host=", folder_.path());
}

std::string PostgresServer::MakeDatabase() {
  const std::string name = absl::StrCat("test_", ++databases_);
  Ask("CREATE DATABASE " + name);
  return name;
}

std::string PostgresServer::CopyOf(const std::string& database) {
  const std::string copy = MakeDatabase();
  const std::string programs = ProgramsFolder();
  EXPECT_EQ(std::system(absl::StrCat(programs, "pg_dump --format=custom --dbname='",
                                     Address(database), "' | ", programs,
                                     "pg_restore --exit-on-error --dbname='", Address(copy), "'")
                            .c_str()),
            0);
  return copy;
}

std::string PostgresServer::Ask(const std::string& sql, const std::string& database) const {
  PGconn* const connection = PQconnectdb(Address(database).c_str());
  PGresult* const result = PQexec(connection, sql.c_str());
  const ExecStatusType status = PQresultStatus(result);
  EXPECT_TRUE(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
      << sql << ": " << PQerrorMessage(connection);
  std::string value = PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "";
  PQclear(result);
  PQfinish(connection);
  return value;
}

std::unique_ptr<TestDatabase> MakePostgresDatabase() {
  static PostgresServer server;
  return std::make_unique<PostgresDatabase>(&server);
}

}  // namespace muster::store
