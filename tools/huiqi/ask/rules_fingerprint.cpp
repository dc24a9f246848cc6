#include "tools/huiqi/ask/rules_fingerprint.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "engine/ledger/sha256.h"
#include "engine/rulebook/yaml/document.h"

namespace huiqi {
namespace {

/// Adds texts and the nodes of documents, each with its length, so that no two rulebooks give the same bytes.
class RulesDigest {
public:
    void add(std::string_view text) {
        digest_.add(std::to_string(text.size()) + ":");
        digest_.add(text);
    }

    /// Adds a file; one that holds only cases says nothing of the rules.
    void add(const Document& document) {
        if (!only_cases(document)) {
            add(document, 0, true);
        }
    }

    [[nodiscard]] std::string finish() {
        constexpr std::size_t kDigits = 24;
        return digest_.finish().substr(0, kDigits);
    }

private:
    [[nodiscard]] static bool only_cases(const Document& document) {
        const auto& entries = document.root().entries;
        return std::any_of(entries.begin(), entries.end(), [&](const YamlEntry& one) {
            const bool kind = one.key.text == "kind" || one.key.text == "种类";
            const std::string& value = document[one.value].scalar.text;
            return kind && (value == "cases" || value == "用例");
        });
    }

    void add(const Document& document, NodeId id, bool top) {
        const YamlNode& node = document[id];
        switch (node.kind) {
            case NodeKind::scalar: add(node.scalar.text); break;
            case NodeKind::sequence:
                digest_.add("[");
                for (const NodeId item : node.items) {
                    add(document, item, false);
                }
                digest_.add("]");
                break;
            case NodeKind::mapping:
                digest_.add("{");
                for (const YamlEntry& entry : node.entries) {
                    const bool cases = top && (entry.key.text == "cases" || entry.key.text == "用例");
                    if (!cases) {
                        add(entry.key.text);
                        add(document, entry.value, false);
                    }
                }
                digest_.add("}");
                break;
        }
    }

    Sha256 digest_;
};

}  // namespace

std::string rules_fingerprint(const Rulebook& book, const Selected& selected) {
    RulesDigest digest;
    Diagnostics told_before;   // the rules were read without a fault
    for (std::size_t at = 0; book.sources != nullptr && at < book.sources->size(); ++at) {
        digest.add(read_yaml(*book.sources, static_cast<SourceId>(at), told_before));
    }
    digest.add(selected.bundle != nullptr ? selected.bundle->id : "");
    for (const Incentive* one : selected.incentives) {
        digest.add(one->id);
    }
    return digest.finish();
}

}  // namespace huiqi
