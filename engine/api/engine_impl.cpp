#include "engine/api/engine_impl.h"

#include <algorithm>
#include <utility>

#include "engine/api/column_run.h"
#include "engine/api/decision_reader.h"
#include "engine/api/messages.h"
#include "engine/api/pair_run.h"
#include "engine/api/rules_impl.h"
#include "engine/plan/compile.h"

namespace huiqi {

std::unique_ptr<Engine::Impl::Desk> Engine::Impl::take_desk() {
    {
        const std::lock_guard hold(lock_);
        if (!free_.empty()) {
            std::unique_ptr<Desk> desk = std::move(free_.back());
            free_.pop_back();
            return desk;
        }
    }
    return std::make_unique<Desk>(plan);
}

void Engine::Impl::return_desk(std::unique_ptr<Desk> desk) {
    desk->batch.clear();
    const std::lock_guard hold(lock_);
    free_.push_back(std::move(desk));
}

std::shared_ptr<const Plan> Engine::Impl::batch_plan() {
    const std::lock_guard hold(lock_);
    if (batch_plan_ == nullptr) {
        CompileOptions how;
        how.explain = false;
        Diagnostics none;  // what is to be said was said when the other plan was compiled
        batch_plan_ =
            std::make_shared<const Plan>(huiqi::compile(selection.incentives, selection.bundle, how, none));
    }
    return batch_plan_;
}

std::shared_ptr<const PairPlans> Engine::Impl::pair_plans() {
    const std::shared_ptr<const Plan> all = batch_plan();
    const std::lock_guard hold(lock_);
    if (pair_plans_ == nullptr) {
        pair_plans_ = std::make_shared<const PairPlans>(make_pair_plans(all, selection));
    }
    return pair_plans_;
}

Engine::Engine(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
Engine::Engine(Engine&& other) noexcept = default;
Engine& Engine::operator=(Engine&& other) noexcept = default;
Engine::~Engine() = default;

Engine Engine::compile(const Rules& rules, const std::vector<std::string>& ids) {
    Engine engine(std::make_unique<Impl>());
    Impl& impl = *engine.impl_;
    impl.rulebook = rules.impl_->rulebook;
    if (!rules.sound()) {
        impl.messages = rules.messages();
        return engine;
    }
    impl.selection = select(*impl.rulebook, ids, impl.messages);
    if (!impl.messages.empty()) {
        return engine;
    }
    for (const Incentive* incentive : impl.selection.incentives) {
        impl.incentives.push_back(incentive->id);
    }
    Diagnostics diagnostics;
    auto plan = std::make_shared<const Plan>(
        huiqi::compile(impl.selection.incentives, impl.selection.bundle, CompileOptions(), diagnostics));
    if (!diagnostics.has_errors()) {
        impl.plan = std::move(plan);
        for (const FieldSchema& field : impl.plan->schema.fields) {
            impl.inputs.push_back(field.name);
        }
    }
    impl.messages = messages_of(std::move(diagnostics), *impl.rulebook->sources);
    return engine;
}

bool Engine::ready() const noexcept {
    return impl_->plan != nullptr;
}

const std::vector<Message>& Engine::messages() const noexcept {
    return impl_->messages;
}

const std::vector<std::string>& Engine::incentives() const noexcept {
    return impl_->incentives;
}

const std::vector<std::string>& Engine::inputs() const noexcept {
    return impl_->inputs;
}

std::vector<ColumnNeed> Engine::column_needs() const {
    return ready() ? huiqi::column_needs(*impl_->plan) : std::vector<ColumnNeed>();
}

ColumnsResult Engine::decide_columns(std::span<const InputColumn> columns, const DecisionColumns& decisions,
                                     std::size_t threads) const {
    if (!ready()) {
        ColumnsResult result;
        result.messages = impl_->messages;
        return result;
    }
    return ColumnRun(impl_->batch_plan(), columns, decisions).run(threads);
}

ColumnsResult Engine::decide_pairs(std::span<const InputColumn> columns, DecisionPairs& pairs,
                                   std::size_t threads) const {
    if (!ready()) {
        ColumnsResult result;
        result.messages = impl_->messages;
        return result;
    }
    return PairRun(impl_->pair_plans(), columns, pairs).run(threads);
}

Decision Engine::decide(const Application& application) const {
    Decision decision;
    if (!ready()) {
        decision.messages = impl_->messages;
        return decision;
    }
    std::unique_ptr<Impl::Desk> desk = impl_->take_desk();
    std::vector<Message> messages = desk->reader.read(application, desk->batch);
    const bool faulty = std::any_of(messages.begin(), messages.end(), [](const Message& message) {
        return message.severity == Message::Severity::error;
    });
    if (!faulty) {
        desk->evaluator.run(desk->batch, 0, 1);
        decision = read_decision(desk->evaluator, impl_->selection, *impl_->rulebook->sources);
    }
    decision.messages = std::move(messages);
    impl_->return_desk(std::move(desk));
    return decision;
}

}  // namespace huiqi
