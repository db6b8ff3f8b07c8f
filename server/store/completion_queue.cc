#include "server/store/completion_queue.h"

#include <iterator>
#include <utility>

namespace muster::store {

CompletionQueue::CompletionQueue() : thread_([this] { Work(); }) {}

CompletionQueue::~CompletionQueue() {
  {
    MutexLock lock(&mutex_);
    stopping_ = true;
  }
  changed_.NotifyOne();
  thread_.join();
}

void CompletionQueue::Add(std::vector<Completion> completions) {
  {
    MutexLock lock(&mutex_);
    waiting_.insert(waiting_.end(), std::make_move_iterator(completions.begin()),
                    std::make_move_iterator(completions.end()));
  }
  changed_.NotifyOne();
}

void CompletionQueue::Work() {
  while (true) {
    std::vector<Completion> batch;
    {
      MutexLock lock(&mutex_);
      while (waiting_.empty() && !stopping_) changed_.Wait(&mutex_);
      if (waiting_.empty()) return;
      batch.swap(waiting_);
    }
    for (Completion& completion : batch) completion();
  }
}

}  // namespace muster::store
