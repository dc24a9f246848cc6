#include "engine/api/settlement_search.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <optional>
#include <utility>

#include "engine/api/batch_trials.h"

namespace huiqi {
namespace {

using Aspect = CoverageKey::Aspect;
using Kind = CoverageKey::Kind;

constexpr std::size_t kBases = 24;    // applications that others are made of
constexpr std::size_t kCopies = 6;    // in one batch: a person has to read it

/// One rule of the bundle, as coverage and settlement name it.
struct Rule {
    Span place;
    ReductionCause step = ReductionCause::stacking;
    std::uint32_t rule = 0;
    bool one_applicant = false;   ///< several applications of one ask of it together
};

/// Searches one bundle.
class Search {
public:
    Search(const Selection& rules, std::set<CoverageKey>& wanted, std::size_t effort)
        : rules_(rules), bundle_(*rules.bundle), wanted_(wanted), effort_(effort), trials_(rules) {}

    std::vector<FoundBatch> run() {
        if (!trials_.ready()) {
            return {};
        }
        for (const BatchTrial& one : trials_.applications()) {
            take_base(one);
        }
        change_answers();
        name_choices();
        const std::vector<Rule> rules = all_rules();
        for (std::size_t at = 0; at < rules.size(); ++at) {
            kept_ = effort_ - effort_ / (rules.size() - at + 1);   // no rule uses up what the others need
            several(rules[at]);
            approach(rules[at]);
            kept_ = 0;
            with_history(rules[at]);
            in_its_place(rules[at]);
        }
        return std::move(found_);
    }

private:
    /// Rules that have amounts or places to give out.
    [[nodiscard]] std::vector<Rule> all_rules() const {
        const BundleSettlement& written = bundle_.settlement;
        std::vector<Rule> rules;
        const auto add = [&](const auto& list, ReductionCause step, bool one_applicant) {
            for (std::size_t at = 0; at < list.size(); ++at) {
                rules.push_back({.place = list[at].declared, .step = step, .rule = static_cast<std::uint32_t>(at), .one_applicant = one_applicant});
            }
        };
        add(written.stacking, ReductionCause::stacking, true);
        add(written.limits, ReductionCause::limit, true);
        add(written.quotas, ReductionCause::quota, false);
        add(written.budgets, ReductionCause::budget, false);
        return rules;
    }

    [[nodiscard]] bool wants(const Rule& rule, Aspect aspect) const { return wanted_.contains({Kind::settlement, rule.place, aspect}); }
    [[nodiscard]] bool wants(const Rule& rule) const {
        return wants(rule, Aspect::effect) || wants(rule, Aspect::idle) || wants(rule, Aspect::on);
    }
    [[nodiscard]] bool go_on() const { return !wanted_.empty() && effort_ > kept_; }

    /// Settles a trial and keeps it when it reaches something that is wanted.
    std::optional<BatchTrials::Looked> look(const BatchTrial& trial) {
        if (!go_on()) {
            return std::nullopt;
        }
        --effort_;
        BatchTrials::Looked looked = trials_.look(trial);
        std::vector<CoverageKey> reached;
        for (const Sighting& one : looked.sightings) {
            if (one.reached && wanted_.erase(one.key) != 0) {
                reached.push_back(one.key);
            }
        }
        if (!reached.empty()) {
            found_.push_back({.batch = trial.batch, .like = trial.like, .reaches = std::move(reached)});
        }
        return looked;
    }

    /// Keeps an application that is given something, unless one like it is there.
    void take_base(const BatchTrial& trial) {
        const auto looked = look(trial);
        const bool any = looked && std::any_of(looked->awards.begin(), looked->awards.end(), [](std::int64_t award) { return award > 0; });
        if (any && bases_.size() < kBases && seen_.insert({looked->awards, ranked_by(trial.batch.applications.front())}).second) {
            bases_.push_back(trial);
        }
    }

    /// What tells applications with the same awards apart: where they are ranked, what they answer.
    [[nodiscard]] std::string ranked_by(const BatchCase::Application& application) const {
        const BundleSettlement& written = bundle_.settlement;
        const bool ranks = !written.quotas.empty() || std::any_of(written.budgets.begin(), written.budgets.end(), [](const auto& one) { return !one.ranking.empty(); });
        std::string text;
        for (std::size_t at = 0; ranks && at < application.given.size(); ++at) {
            text += trials_.key_text(application, application.given[at].first) + "\n";
        }
        return text;
    }

    /// Whether one application alone reaches something that is wanted: a total, the member of a group that stays, the cap of a payer.
    [[nodiscard]] bool wants_one() const {
        return std::any_of(wanted_.begin(), wanted_.end(), [&](const CoverageKey& key) {
            const auto& payers = bundle_.settlement.payers;
            return key.aspect == Aspect::reached || std::any_of(payers.begin(), payers.end(), [&](const auto& one) { return one.declared == key.place; });
        });
    }

    /// Tries all that is worth trying of each answer; what is given something else is changed again later. Leaves half of the effort.
    void change_answers() {
        const std::size_t rest = effort_ / 2;
        const auto enough = [&] { return !go_on() || effort_ <= rest || (bases_.size() == kBases && !wants_one()); };
        for (std::size_t at = 0; at < bases_.size() && !enough(); ++at) {
            for (const BatchTrials::Column& column : trials_.columns()) {
                for (Value& value : trials_.candidates(column, bases_[at].batch.applications.front())) {
                    if (value.state() != State::unknown && !enough()) {
                        take_base(with(bases_[at], column, std::move(value)));
                    }
                }
            }
        }
    }

    /// 择一 by a text: tries the name of each incentive.
    void name_choices() {
        for (const BundleSettlement::Group& group : bundle_.settlement.stacking) {
            if (group.method != BundleSettlement::Stacking::choose || !group.value || group.value->kind != SettlementValue::Kind::input) {
                continue;
            }
            for (std::size_t at = 0; at < bases_.size(); ++at) {
                for (const BatchTrials::Column& column : trials_.columns()) {
                    const bool chosen = trials_.field(column).name == rules_.incentives[group.value->incentive]->inputs[group.value->index].field.name;
                    for (std::size_t member = 0; chosen && trials_.field(column).type.without_optional().is(TypeKind::text) && member < bundle_.incentives.size(); ++member) {
                        static_cast<void>(look(with(bases_[at], column, Value::of(std::string(rules_.incentives[member]->short_name())))));
                    }
                }
            }
        }
    }

    [[nodiscard]] static BatchTrial with(const BatchTrial& base, const BatchTrials::Column& column, Value value) {
        BatchTrial made = base;
        BatchTrials::set_answer(made.batch.applications.front(), column.name, std::move(value));
        return made;
    }

    /// Takes 2, 3 … of one application, and of several different ones.
    void several(const Rule& rule) {
        for (std::size_t count = 2; count <= kCopies && wants(rule) && go_on(); ++count) {
            for (std::size_t at = 0; at < bases_.size() && wants(rule) && go_on(); ++at) {
                if (rule.step != ReductionCause::quota) {
                    static_cast<void>(look(trials_.copies(bases_[at], count, rule.one_applicant)));
                }
                if (at + count <= bases_.size()) {
                    static_cast<void>(look(different(at, count, rule.one_applicant)));
                }
            }
        }
    }

    [[nodiscard]] BatchTrial different(std::size_t from, std::size_t count, bool one_applicant) const {
        std::vector<const BatchTrial*> some;
        for (std::size_t at = from; at < from + count; ++at) {
            some.push_back(&bases_[at]);
        }
        return trials_.together(some, one_applicant);
    }

    /// Gives by how much what was asked of a rule passes what there was; nothing where nothing was asked.
    [[nodiscard]] static std::optional<Rational> distance(const BatchTrials::Looked& looked, const Rule& rule) {
        for (const SettlementUse& use : looked.uses) {
            if (use.step == rule.step && use.rule == rule.rule && !use.kept) {
                return Rational(static_cast<Integer>(use.asked)) - Rational(static_cast<Integer>(use.there));
            }
        }
        return std::nullopt;
    }

    /// Changes one number towards the value at which exactly what there is is asked for.
    void approach(const Rule& rule) {
        for (std::size_t count = 1; count <= kCopies && wants(rule) && go_on(); ++count) {
            for (std::size_t at = 0; at < std::min<std::size_t>(bases_.size(), 6) && wants(rule) && go_on(); ++at) {
                const BatchTrial base = count == 1 ? bases_[at] : trials_.copies(bases_[at], count, rule.one_applicant);
                for (const BatchTrials::Column& column : trials_.columns()) {
                    if (wants(rule) && trials_.field(column).type.without_optional().is(TypeKind::number)) {
                        approach(rule, base, column);
                    }
                }
            }
        }
    }

    void approach(const Rule& rule, const BatchTrial& base, const BatchTrials::Column& column) {
        std::vector<std::pair<Rational, Rational>> line;   // values and how far off they are
        const auto add = [&](const Value& value) {
            const auto looked = value.known() ? look(with(base, column, value)) : std::nullopt;
            if (const auto far = looked ? distance(*looked, rule) : std::nullopt) {
                line.emplace_back(value.number(), *far);
            }
        };
        add(BatchTrials::answer(base.batch.applications.front(), column.name));
        for (const Value& value : trials_.candidates(column, base.batch.applications.front())) {
            add(value);
        }
        std::sort(line.begin(), line.end());
        for (std::size_t at = 1; at < line.size() && wants(rule); ++at) {
            if ((line[at - 1].second < 0) != (line[at].second < 0)) {
                halve(rule, base, column, line[at - 1], line[at].first);
            }
        }
    }

    /// Halves the way between two values until they are neighbours.
    void halve(const Rule& rule, const BatchTrial& base, const BatchTrials::Column& column, std::pair<Rational, Rational> low, Rational high) {
        const FieldSchema& field = trials_.field(column);
        const Rational step = CaseCandidates::step(field);
        const bool below = low.second < 0;
        while (high - low.first > step && wants(rule) && go_on()) {
            const Rational middle = low.first + Rational(floor(Rational((high - low.first) / step / 2))) * step;
            const auto looked = look(with(base, column, CaseCandidates::at(field, middle)));
            const auto far = looked ? distance(*looked, rule) : std::nullopt;
            if (!far) {
                return;
            }
            ((*far < 0) == below ? low.first : high) = middle;
        }
    }

    /// Lets what was paid before leave exactly what is asked for, or a cent less.
    void with_history(const Rule& rule) {
        const bool looks_back = rule.step == ReductionCause::limit ||
                                (rule.step == ReductionCause::stacking && bundle_.settlement.stacking[rule.rule].method == BundleSettlement::Stacking::top_up);
        for (std::size_t at = 0; looks_back && at < bases_.size() && wants(rule); ++at) {
            const auto looked = look(bases_[at]);
            const auto far = looked ? distance(*looked, rule) : std::nullopt;
            if (!far || *far > 0) {
                continue;
            }
            for (const Rational& more : {Rational(0), Rational(1)}) {
                // 补差 leaves an award alone where nothing was paid: any payment is told by its effect
                const Rational paid = rule.step == ReductionCause::stacking ? Rational(100) : Rational(-*far + more);
                static_cast<void>(look(paid_before(bases_[at], rule, paid / 100)));
            }
        }
    }

    [[nodiscard]] BatchTrial paid_before(const BatchTrial& base, const Rule& rule, const Rational& yuan) const {
        BatchTrial made = base;
        const BatchCase::Application& application = made.batch.applications.front();
        BatchCase::Payment payment;
        const bool limit = rule.step == ReductionCause::limit;
        const BundleSettlement::Group* group = limit ? nullptr : &bundle_.settlement.stacking[rule.rule];
        payment.member = limit ? bundle_.settlement.limits[rule.rule].members.front() : group->members.front().front();
        const auto day = Date::parse(application.period_date);
        payment.year = day ? day->year() : 2024;
        payment.amount = Value::of(yuan);
        for (const std::string& name : trials_.history_keys()) {
            payment.keys.emplace(name, trials_.key_text(application, name));
        }
        if (yuan > 0) {
            made.batch.history.push_back(std::move(payment));
        }
        return made;
    }

    /// Puts a number of its own in the place of the only limit, quota or budget.
    void in_its_place(const Rule& rule) {
        const BundleSettlement& written = bundle_.settlement;
        const bool only = (rule.step == ReductionCause::limit && written.limits.size() == 1) ||
                          (rule.step == ReductionCause::quota && written.quotas.size() == 1) ||
                          (rule.step == ReductionCause::budget && written.budgets.size() == 1);
        for (std::size_t at = 0; only && at < bases_.size() && wants(rule); ++at) {
            for (const std::size_t count : {std::size_t{1}, std::size_t{2}}) {
                if (at + count <= bases_.size() && wants(rule)) {
                    in_its_place(rule, different(at, count, rule.one_applicant));
                }
            }
        }
    }

    void in_its_place(const Rule& rule, const BatchTrial& base) {
        const auto looked = look(base);
        std::optional<Rational> asked;
        for (std::size_t at = 0; looked && at < looked->uses.size(); ++at) {
            if (looked->uses[at].step == rule.step && looked->uses[at].rule == rule.rule) {
                asked = Rational(static_cast<Integer>(looked->uses[at].asked));
            }
        }
        for (const Rational& less : {Rational(0), Rational(1)}) {
            if (asked && *asked > less) {
                BatchTrial made = base;
                const bool quota = rule.step == ReductionCause::quota;
                const Value number = Value::of(Rational((*asked - less) / (quota ? 1 : 100)));
                (quota ? made.batch.quota : rule.step == ReductionCause::budget ? made.batch.budget : made.batch.limit) = number;
                static_cast<void>(look(made));
            }
        }
    }

    const Selection& rules_;
    const Bundle& bundle_;
    std::set<CoverageKey>& wanted_;
    std::size_t effort_;
    std::size_t kept_ = 0;   ///< of the effort, for the rules that come
    BatchTrials trials_;
    std::vector<BatchTrial> bases_;
    std::set<std::pair<std::vector<std::int64_t>, std::string>> seen_;   ///< awards of the bases, and what ranks them
    std::vector<FoundBatch> found_;
};

}  // namespace

std::vector<FoundBatch> search_settlement(const Selection& rules, std::set<CoverageKey>& wanted, std::size_t effort) {
    std::set<CoverageKey> mine;   // a bundle reaches nothing of another
    const SourceId here = rules.bundle->declared.source;
    for (const CoverageKey& key : wanted) {
        const bool total = key.kind == Kind::award && std::any_of(rules.bundle->totals.begin(), rules.bundle->totals.end(),
                                                                  [&](const Bundle::Total& one) { return one.declared == key.place; });
        if (key.place.source == here && (key.kind == Kind::settlement || total)) {
            mine.insert(key);
        }
    }
    const std::set<CoverageKey> asked = mine;
    std::vector<FoundBatch> found = mine.empty() ? std::vector<FoundBatch>() : Search(rules, mine, effort).run();
    for (const CoverageKey& key : asked) {
        if (!mine.contains(key)) {
            wanted.erase(key);
        }
    }
    return found;
}

}  // namespace huiqi
