#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/language/checked.h"
#include "engine/rulebook/declared_type.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

struct Library;

/// Gives the name that a key declares, normalised as in expressions; reports E328 when it is none: a keyword of the
/// language is not.
[[nodiscard]] std::optional<std::string> read_name(LoadContext& context, const MappedText& key);

/// The same for a table that is called like a function: the name of one is E331, and given all the same, so that what
/// uses it is not reported too.
[[nodiscard]] std::optional<std::string> read_table_name(LoadContext& context, const MappedText& key);

/// Gives every name that an expression mentions, bound or not, with the names of functions that it calls.
void add_mentions(const SyntaxTree& tree, std::vector<std::string>& mentions);

/// The names of one incentive while it is loaded: inputs, parameters, definitions and tables share one space.
/// Definitions and tables are checked when they are first asked for, so that their order in the file does not
/// matter; what leans on itself is E305. Names of a used library enter the incentive when first asked for.
class RuleNames final : public NameSource {
public:
    RuleNames(Incentive& incentive, Enumerations enumerations, std::vector<const Library*> libraries,
              Diagnostics& diagnostics);

    /// Tells whether a name is declared; names of libraries that nothing asked for yet are not.
    [[nodiscard]] bool has(std::string_view name) const { return entries_.find(name) != entries_.end(); }
    /// Declares a name that is ready; reports E307 when it is taken.
    bool declare(const std::string& name, const Symbol& symbol);
    /// Something still to be checked: `check` gives its symbol, `mentions` the names it may lean on.
    struct Pending {
        std::string name;
        Span declared;
        std::vector<std::string> mentions;
        std::function<Symbol()> check;
    };
    /// Declares a name that is checked later; reports E307 when it is taken.
    bool declare(Pending pending);
    /// Puts off a check of something that is declared already (the `当` of an input).
    void put_off(Pending pending);
    /// Checks all that is still pending, each after what it leans on.
    void settle();

    [[nodiscard]] std::optional<Symbol> find(std::string_view name) override;
    /// Gives where a name is declared, without checking what it stands for; nothing when it is free.
    [[nodiscard]] std::optional<Span> declared(std::string_view name) const;
    [[nodiscard]] std::shared_ptr<const Enumeration> enumeration(std::string_view name) override;
    [[nodiscard]] std::vector<std::string_view> names() override;
    [[nodiscard]] std::optional<Type> known_type(std::string_view name) const override;
    [[nodiscard]] std::vector<RecordField> table_columns(std::uint32_t table) override;

    [[nodiscard]] const Enumerations& enumerations() const noexcept { return enumerations_; }
    [[nodiscard]] Incentive& incentive() noexcept { return *incentive_; }

private:
    enum class Progress : std::uint8_t { fresh, running, done };
    struct Entry {
        Symbol symbol;
        std::size_t pending = kNone;
    };
    struct Job {
        Pending pending;
        Progress progress = Progress::fresh;
    };
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

    bool insert(const std::string& name, Entry entry);
    void run(std::size_t job);
    void report_cycle(std::size_t job);
    [[nodiscard]] std::vector<std::size_t> order() const;
    [[nodiscard]] std::optional<Symbol> find_in_libraries(std::string_view name);
    [[nodiscard]] std::optional<Symbol> effective_day(std::string_view name) const;

    Incentive* incentive_;
    Enumerations enumerations_;
    std::vector<const Library*> libraries_;
    Diagnostics* diagnostics_;
    std::unordered_map<std::string, Entry, Hash, std::equal_to<>> entries_;
    std::vector<Job> jobs_;
    std::vector<std::size_t> running_;
    std::size_t asked_ = 0;   ///< how often all names were asked for
};

}  // namespace huiqi
