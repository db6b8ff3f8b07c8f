#include "server/store/sqlite_log_writes.h"

#include <sqlite3.h>

#include <utility>
#include <vector>

#include "gmock/gmock.h"

namespace muster::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr std::int64_t kHeader = 24;
constexpr std::int64_t kPage = 4096;

class LogWritesTest : public testing::Test {
 protected:
  int Write(const std::string& octets, std::int64_t offset) {
    return log_.Add(octets.data(), octets.size(), offset,
                    [this](const std::string& all, std::int64_t from) { return Take(all, from); });
  }
  // A page with what stands before it, as SQLite writes them.
  int WriteFrame(std::int64_t offset, bool ends_commit = false) {
    std::string header(kHeader, '\0');
    if (ends_commit) header[7] = 9;
    const int code = Write(header, offset);
    return code == SQLITE_OK ? Write(std::string(kPage, 'p'), offset + kHeader) : code;
  }
  int Flush() {
    return log_.Flush(
        [this](const std::string& all, std::int64_t from) { return Take(all, from); });
  }
  int Take(const std::string& octets, std::int64_t offset) {
    if (disk_ == SQLITE_OK) written_.emplace_back(offset, octets.size());
    return disk_;
  }

  LogWrites log_;
  int disk_ = SQLITE_OK;
  std::vector<std::pair<std::int64_t, std::int64_t>> written_;  // Where, and how many octets.
};

constexpr std::int64_t kFrame = kHeader + kPage;

TEST_F(LogWritesTest, ACommitIsWrittenAtOnceWithItsLastPage) {
  WriteFrame(32);
  WriteFrame(32 + kFrame);
  EXPECT_THAT(written_, IsEmpty());
  WriteFrame(32 + 2 * kFrame, true);
  EXPECT_THAT(written_, ElementsAre(Pair(32, 3 * kFrame)));
  WriteFrame(32 + 3 * kFrame, true);
  EXPECT_THAT(written_, ElementsAre(Pair(32, 3 * kFrame), Pair(32 + 3 * kFrame, kFrame)));
}

TEST_F(LogWritesTest, APageThatLooksLikeTheEndOfACommitIsNone) {
  Write(std::string(kHeader, '\0'), 32);
  Write(std::string(kPage, '\1'), 32 + kHeader);
  WriteFrame(32 + kFrame);
  EXPECT_THAT(written_, IsEmpty());
}

TEST_F(LogWritesTest, WhatIsWrittenElsewhereComesAfterWhatWaits) {
  WriteFrame(32 + kFrame);
  WriteFrame(32);
  EXPECT_THAT(written_, ElementsAre(Pair(32 + kFrame, kFrame)));
  EXPECT_EQ(Flush(), SQLITE_OK);
  EXPECT_THAT(written_, ElementsAre(Pair(32 + kFrame, kFrame), Pair(32, kFrame)));
  EXPECT_EQ(Flush(), SQLITE_OK);
  EXPECT_EQ(written_.size(), 2u);
}

TEST_F(LogWritesTest, NoMoreWaitsThanSqliteWritesAtOnce) {
  for (int i = 0; i < 100; ++i) WriteFrame(i * kFrame);
  Flush();
  std::int64_t end = 0;
  for (const auto& [offset, size] : written_) {
    EXPECT_EQ(offset, end);
    EXPECT_LT(size, 128 << 10);
    end += size;
  }
  EXPECT_EQ(end, 100 * kFrame);
  EXPECT_LT(written_.size(), 6u);
}

TEST_F(LogWritesTest, AfterAFailureNothingWaitsAndTheNextWriteCounts) {
  WriteFrame(32);
  disk_ = SQLITE_FULL;
  EXPECT_EQ(WriteFrame(32 + kFrame, true), SQLITE_FULL);
  disk_ = SQLITE_OK;
  EXPECT_EQ(Flush(), SQLITE_OK);
  EXPECT_THAT(written_, IsEmpty());
  WriteFrame(32, true);
  EXPECT_THAT(written_, ElementsAre(Pair(32, kFrame)));
  WriteFrame(32 + kFrame);
  disk_ = SQLITE_IOERR;
  EXPECT_EQ(WriteFrame(32), SQLITE_IOERR);
  EXPECT_EQ(Flush(), SQLITE_OK);
}

}  // namespace
}  // namespace muster::store
