#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "huiqi/application.h"
#include "huiqi/columns.h"
#include "huiqi/decision.h"
#include "huiqi/file_run.h"
#include "huiqi/message.h"
#include "huiqi/rules.h"

namespace huiqi {

/// Rules made ready to decide applications. What it decides never changes, and any number of threads may call
/// `decide` at once. It does not need the `Rules` any more. A moved-from object may only be assigned to or
/// destroyed.
class Engine {
public:
    /// Compiles one bundle by its id, or incentives by their ids, side by side; without ids the one bundle,
    /// else every incentive that can be computed. The last part of a dotted id is enough. When that is not
    /// possible (unsound rules, an id that is not there, a parameter left to the locality), `messages` says
    /// why and `ready` is false.
    [[nodiscard]] static Engine compile(const Rules& rules, const std::vector<std::string>& ids = {});

    Engine(Engine&& other) noexcept;
    Engine& operator=(Engine&& other) noexcept;
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;
    ~Engine();

    /// Tells whether applications can be decided.
    [[nodiscard]] bool ready() const noexcept;
    /// Gives what was said while compiling, faults of the rules included.
    [[nodiscard]] const std::vector<Message>& messages() const noexcept;
    /// Gives the ids of the incentives that it decides, in order.
    [[nodiscard]] const std::vector<std::string>& incentives() const noexcept;
    /// Gives the names under which answers are given; `incentive.name` where two incentives ask different
    /// things by one name.
    [[nodiscard]] const std::vector<std::string>& inputs() const noexcept;

    /// Decides one application. Faults of its answers come back as messages, all of them.
    [[nodiscard]] Decision decide(const Application& application) const;
    /// Decides a file of applications, in memory that does not grow with it. The bytes of the output depend
    /// on rules and data alone, not on the number of threads.
    [[nodiscard]] FileResult decide_file(const FileTask& task) const;
    /// Gives what `decide_columns` asks for, a column an input in the order of `inputs`.
    [[nodiscard]] std::vector<ColumnNeed> column_needs() const;
    /// Decides many applications given as columns, in the order of `column_needs`. Values are held to the
    /// ranges that the rules declare before they are used.
    [[nodiscard]] ColumnsResult decide_columns(std::span<const InputColumn> columns,
                                               const DecisionColumns& decisions,
                                               std::size_t threads = 1) const;
    /// Decides many applications each of which concerns few of the incentives. Where the first conditions of
    /// incentives test one choice that is shared (the kind of application), each row meets only those that
    /// its choice lets pass, and no others are in the pairs.
    [[nodiscard]] ColumnsResult decide_pairs(std::span<const InputColumn> columns, DecisionPairs& pairs,
                                             std::size_t threads = 1) const;

private:
    struct Impl;
    explicit Engine(std::unique_ptr<Impl> impl) noexcept;

    std::unique_ptr<Impl> impl_;
};

}  // namespace huiqi
