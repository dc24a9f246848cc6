#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/rulebook/loaders/incentive_loader.h"
#include "engine/rulebook/rule_files.h"
#include "engine/rulebook/rulebook.h"
#include "engine/rulebook/stored_texts.h"

namespace huiqi {

/// Loads files in the order in which they lean on one another: libraries, incentives, overlays from the top down, cases,
/// bundles. Files that others name by id are looked for (`RuleFileFinder`).
class RulebookLoader {
public:
    explicit RulebookLoader(Diagnostics& diagnostics);

    /// Reads paths as `load_rulebook` does.
    void add_paths(const std::vector<std::string>& paths);
    /// Takes one text; nothing else is looked for.
    void add_text(std::string name, std::string text);

    /// Says that a file has this text, whatever lies on the disk; before paths are added.
    void take_instead(const std::string& name, std::string text) { instead_.insert_or_assign(normal_path(name), std::move(text)); }
    /// Reads one file, which need not lie on the disk when it has a text of its own.
    void add_open_file(const std::filesystem::path& path);

    /// Loads all that was added, with what it needs.
    [[nodiscard]] Rulebook load();

private:
    enum class Progress : std::uint8_t { fresh, running, done };
    /// One file and what became of it.
    struct File {
        std::string name;
        std::filesystem::path path;     ///< empty for a text
        Document document;
        std::string_view kind;          ///< English word; empty when it has none
        std::string id;
        Span id_span;
        bool wanted = true;             ///< asked for, or a member of a bundle, or the subject of cases
        bool readable = true;           ///< YAML was sound
        Progress progress = Progress::fresh;
        std::size_t overlays = 0;       ///< how many stand on the incentive, this one included
        std::shared_ptr<Library> library;
        std::unique_ptr<LoadedIncentive> incentive;
        std::optional<Bundle> bundle;
        std::optional<Account> account;
        std::shared_ptr<const DetectorFile> detectors;
        std::vector<Suppression> suppressions;
        std::optional<std::size_t> lacks;   ///< of `absent_`: the library that it, or what it stands on, uses and that is missing
    };

    /// A library that is not there, with the names that it may declare.
    struct AbsentLibrary {
        const MappedText* id = nullptr;     ///< where it is used
        std::vector<std::string> names;
    };

    /// A file between its bytes and its meaning.
    struct ReadFile {
        SourceId source = 0;
        std::string name;
        std::filesystem::path path{};
        bool readable = true;
        Document document{};
        Diagnostics diagnostics{};
    };

    [[nodiscard]] std::optional<std::string> text_of(const std::filesystem::path& path) const;
    [[nodiscard]] ReadFile open_file(const std::filesystem::path& path, std::optional<std::string> text);
    static void read_side_by_side(const Sources& sources, std::vector<ReadFile>& files);
    void add_file(const std::filesystem::path& path, bool wanted);
    void add_document(ReadFile read, bool wanted);
    void find_kind(File& file);
    void register_id(std::size_t index);
    void find_needed();
    [[nodiscard]] std::vector<std::pair<const MappedText*, bool>> needs(const File& file);
    [[nodiscard]] std::optional<std::size_t> find(std::string_view id) const;
    [[nodiscard]] LoadContext context_of(const File& file) { return context_of(file, diagnostics_); }
    [[nodiscard]] static LoadContext context_of(const File& file, Diagnostics& diagnostics);
    void not_found(const MappedText& id, std::string_view kind, const std::vector<std::string>& may_declare = {});
    /// Takes over what was found in a file. Names that a library which it lacks may declare are told with that library alone.
    void tell(const File& file, Diagnostics found);
    void tell_of_absent_libraries();

    void load_library_file(File& file);
    void load_incentive_files();
    void load_overlay_file(File& file);
    void load_overlay_chain(std::size_t index);
    struct CasesFile;
    void load_cases_files();
    [[nodiscard]] LoadedIncentive* subject_of(const CasesFile& cases);
    void load_bundle_cases_file(File& file);
    void load_bundle_file(File& file);
    void load_detector_file(File& file);
    /// Gives the sources that a file may cite; nullptr for a file that has none, or is broken.
    [[nodiscard]] std::vector<Citation>* citations_of(File& file);
    void load_texts(File& file);
    void load_account(File& file);
    void load_suppressed(File& file);
    /// Tells whether a name under `由` of a file stands for one of its parts, a file, or a part of a file.
    [[nodiscard]] bool names_rule(const File& file, std::string_view name) const;
    [[nodiscard]] static bool has_part_named(const File& file, std::string_view name);
    [[nodiscard]] bool about_bundle(const File& file) const;
    [[nodiscard]] std::vector<const LoadedIncentive*> members_of(const File& file) const;
    void check_feeds(File& file);
    void check_circles();
    void check_replaced(File& file);
    void check_source(const File& file, const Input& input, Diagnostics& diagnostics);
    void source_not_loaded(const Feed& feed, Diagnostics& diagnostics);
    [[nodiscard]] std::vector<std::string_view> known_ids();
    [[nodiscard]] std::vector<const Library*> used_libraries(File& file);
    void warn_of_open_leaves();
    void warn_of_unused_inputs();
    void report_parent_cycle(std::size_t index, const MappedText& parent);
    [[nodiscard]] Rulebook take();

    Diagnostics& diagnostics_;
    std::shared_ptr<Sources> sources_;
    std::vector<std::unique_ptr<File>> files_;
    std::unordered_map<std::string, std::size_t> ids_;
    TextsInstead instead_;                         ///< texts that stand for those of files
    RuleFileFinder finder_{&instead_};
    StoredTexts texts_;
    std::set<std::pair<SourceId, std::uint32_t>> told_feeds_;   ///< places of 来自 of which all is said
    std::vector<AbsentLibrary> absent_;
    std::size_t missing_ = 0;   ///< ids that nothing has, so far
};

}  // namespace huiqi
