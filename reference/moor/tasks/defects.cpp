#include "reference/moor/tasks/defects.hpp"

#include <iterator>

namespace drydock::moor::tasks {
namespace {

constexpr DefectInfo table[] = {
    {"end-lost-for-lambda", "HQ-43",
     "never publishes the end of a task whose value cannot be sent"},
    {"end-lost-when-killed", "HQ-42", "never publishes the end of a task that was killed"},
    {"abort-overtakes-output", "HQ-48", "says that a task was aborted before the output before it"},
    {"switch-bypasses", "HQ-49",
     "switches players before the output before it, and if rolled back"},
    {"task-ids-restart", "HQ-50", "counts task ids from 0 at each start"},
    {"boot-cancels-others", "HQ-30", "ends everybody's tasks at a boot but those of who is booted"},
    {"login-before-check", "HQ-23", "logs in whatever object the login gave, and checks it then"},
    {"input-from-anybody", "HQ-45", "takes the answer to an input request from any player"},
    {"oob-never-ends", "HQ-40", "never publishes the end of an out-of-band task"},
    {"ends-twice", "EV-02", "publishes the end of a task twice"},
    {"output-before-commit", "EV-10", "publishes output before it is committed"},
};
static_assert(std::size(table) == static_cast<std::size_t>(Defect::count));

}  // namespace

std::span<DefectInfo const> task_defects() { return table; }

}  // namespace drydock::moor::tasks
