#include "server/commands/preview.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/store/call_store.h"
#include "tests/server/services/world.h"

namespace muster::commands {
namespace {

using services::London;
using testing::HasSubstr;

class PreviewTest : public testing::Test {
 protected:
  PreviewTest() {
    std::string pattern = testing::TempDir() + "muster-preview-test-XXXXXX";
    folder_ = mkdtemp(pattern.data());
    std::filesystem::create_directory(Temporary());
    setenv("TMPDIR", Temporary().c_str(), 1);
  }
  ~PreviewTest() override {
    unsetenv("TMPDIR");
    std::filesystem::remove_all(folder_);
  }

  std::string Temporary() const { return folder_ + "/temporary"; }
  long TemporaryCount() const {
    return std::distance(std::filesystem::directory_iterator(Temporary()), {});
  }
  std::string Write(const std::string& text) const {
    std::string file = folder_ + "/my.textproto";
    std::ofstream(file) << text;
    return file;
  }

  const Clock clock_ = [] { return London("2026-01-31 10:15:00"); };
  std::string folder_;
};

// The sample call is open from 2026-11-01 00:00:00 until 2027-09-30 23:59:00.
TEST_F(PreviewTest, TimeRunsFromTheOpeningOfACallThatIsNotOpen) {
  for (const char* real : {"2026-10-31 23:59:59", "2027-09-30 23:59:00", "2030-01-01 00:00:00"}) {
    absl::Time now = London(real);
    const Clock shown = PreviewClock(services::SampleCall(), [&now] { return now; });
    EXPECT_EQ(shown(), London("2026-11-01 00:00:00")) << real;
    now += absl::Hours(1);
    EXPECT_EQ(shown(), London("2026-11-01 01:00:00")) << real;
  }
}

TEST_F(PreviewTest, TimeIsTheRealOneWhileACallIsOpen) {
  for (const char* real : {"2026-11-01 00:00:00", "2027-09-30 23:58:59"}) {
    absl::Time now = London(real);
    const Clock shown = PreviewClock(services::SampleCall(), [&now] { return now; });
    EXPECT_EQ(shown(), now);
    now += absl::Hours(1);
    EXPECT_EQ(shown(), now);
  }
}

TEST_F(PreviewTest, StoreHoldsTheCallWhileItIsLookedAtAndNoFolderStays) {
  auto preview = PreviewStore::Make(Write(services::SampleCall().DebugString()), clock_);
  ASSERT_TRUE(preview.ok()) << preview.status();
  EXPECT_EQ(TemporaryCount(), 1);
  const auto call = store::CallStore((*preview)->engine()).Get((*preview)->call().name());
  ASSERT_TRUE(call.ok()) << call.status();
  EXPECT_EQ(call->call.title(), services::SampleCall().title());
  preview->reset();
  EXPECT_EQ(TemporaryCount(), 0);
}

TEST_F(PreviewTest, FolderOfAPreviewThatWasKilledIsRemovedAndNoOther) {
  const std::string file = Write(services::SampleCall().DebugString());
  auto running = PreviewStore::Make(file, clock_);
  ASSERT_TRUE(running.ok()) << running.status();
  std::filesystem::create_directory(Temporary() + "/muster-preview-killed");
  std::ofstream(Temporary() + "/muster-preview-killed/muster.db") << "left";
  std::filesystem::create_directory(Temporary() + "/other");
  const auto next = PreviewStore::Make(file, clock_);
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_FALSE(std::filesystem::exists(Temporary() + "/muster-preview-killed"));
  EXPECT_EQ(TemporaryCount(), 3);
  EXPECT_TRUE(store::CallStore((*running)->engine()).Get((*running)->call().name()).ok());
}

TEST_F(PreviewTest, CallLeadsToNoConference) {
  const v1::Call call = services::SampleCall();
  ASSERT_NE(call.conference(), "");
  const auto preview = PreviewStore::Make(Write(call.DebugString()), clock_);
  ASSERT_TRUE(preview.ok()) << preview.status();
  EXPECT_EQ((*preview)->call().conference(), "");
}

TEST_F(PreviewTest, WrongFileComesWithLineAndColumnAndMakesNoFolder) {
  const std::string file = Write("name: \"calls/x\"\n  titel: \"Title\"\n");
  const auto preview = PreviewStore::Make(file, clock_);
  EXPECT_THAT(std::string(preview.status().message()), testing::StartsWith(file + ":2:"));
  v1::Call call = services::SampleCall();
  call.clear_title();
  EXPECT_THAT(std::string(PreviewStore::Make(Write(call.DebugString()), clock_).status().message()),
              HasSubstr("my.textproto: title: value is required"));
  EXPECT_EQ(TemporaryCount(), 0);
}

TEST_F(PreviewTest, MissingTemporaryFolderIsOneLineThatSaysWhichSettingIsWrong) {
  setenv("TMPDIR", (folder_ + "/none").c_str(), 1);
  const auto preview = PreviewStore::Make(Write(services::SampleCall().DebugString()), clock_);
  EXPECT_THAT(std::string(preview.status().message()), HasSubstr("TMPDIR"));
}

}  // namespace
}  // namespace muster::commands
