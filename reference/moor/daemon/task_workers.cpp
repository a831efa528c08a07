#include "reference/moor/daemon/task_workers.hpp"

#include <algorithm>

namespace drydock::moor::daemon {

void TaskWorkers::ask(VirtualTime now, Uuid const& request, CallerRequest const& asked,
                      Outbox& out) {
  asked_.emplace(request, Asked{registry_.folded(asked.worker_type), now});
  dispatcher_.issue(now, Caller{{}, request}, asked, out);
}

std::vector<Dispatcher::Answer> TaskWorkers::take_answers(VirtualTime now) {
  auto answers = dispatcher_.take_answers();
  for (auto const& [request, outcome] : answers) {
    auto const asked = asked_.extract(request);
    if (!asked || !std::holds_alternative<Var>(outcome)) continue;
    Answered& answered = answered_[asked.mapped().folded_type];
    ++answered.count;
    answered.total += now - asked.mapped().at;
  }
  return answers;
}

List TaskWorkers::workers(VirtualTime now) const {
  struct OfType {
    Symbol type;
    std::int64_t workers = 0;
    std::int64_t pending = 0;
    Duration age = Duration::max();
  };
  std::map<std::string, OfType> types;
  for (auto const& [id, record] : registry_.records()) {
    OfType& of_type = types[record.folded_type];
    of_type.type = record.type;
    ++of_type.workers;
    of_type.pending += static_cast<std::int64_t>(dispatcher_.pending_at(id));
    of_type.age = std::min(of_type.age, now - record.last_seen);
  }
  List rows;
  for (auto const& [folded, of_type] : types) {
    auto const answered = answered_.find(folded);
    double average = 0;
    if (answered != answered_.end()) {
      average =
          seconds_of(answered->second.total) * 1000 / static_cast<double>(answered->second.count);
    }
    rows.elements.push_back(list_of(
        {of_type.type, of_type.workers, of_type.pending, average, seconds_of(of_type.age)}));
  }
  return rows;
}

std::optional<std::string> TaskWorkers::rotate_enrollment_token() {
  if (gatekeeper_ == nullptr) return std::nullopt;
  auto token = gatekeeper_->rotate_enrollment_token();
  if (!token) return std::nullopt;
  return *std::move(token);
}

}  // namespace drydock::moor::daemon
