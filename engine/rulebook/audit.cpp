#include "engine/rulebook/audit.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/clause_label.h"
#include "engine/rulebook/document_text.h"
#include "engine/rulebook/lints/account_basis.h"
#include "engine/rulebook/lints/number_warnings.h"
#include "engine/rulebook/loaders/citations_loader.h"

namespace huiqi {
namespace {

/// How many clauses a message names.
constexpr std::size_t kNamed = 20;

/// What is known of one document over all files.
struct DocumentAccount {
    std::string name;                                ///< number of the document, or its title
    std::shared_ptr<const DocumentText> text;
    Span place;                                      ///< where its clauses are listed, or its text is named
    bool listed = false;                             ///< some file lists its clauses
    std::vector<std::pair<std::string, bool>> clauses;   ///< label; with all below it
};

/// Two files mean one document when its number, else its title, is the same.
std::string key_of(const Citation& document) {
    return compared_text(document.number.empty() ? document.document : document.number).text;
}

class Accounts {
public:
    explicit Accounts(const Rulebook& rulebook) {
        for (const Account& account : rulebook.accounts) {
            if (account.asked) {
                add(account);
            }
        }
    }

    /// Finds what is known of a citation's document; nullptr when no file accounts for it.
    [[nodiscard]] const DocumentAccount* of(const std::vector<Citation>& citations, const std::string& name) const {
        const Citation* document = find_document(citations, name);
        const auto found = document == nullptr ? all_.end() : all_.find(key_of(*document));
        return found == all_.end() ? nullptr : &found->second;
    }

    [[nodiscard]] const std::map<std::string, DocumentAccount>& all() const noexcept { return all_; }

private:
    void add(const Account& account) {
        for (const Citation& citation : account.citations) {
            if (citation.stored && citation.declared.source == account.declared.source) {
                DocumentAccount& document = entry(citation);
                document.text = citation.stored;
                document.place = document.listed ? document.place : citation.text_span;
            }
        }
        for (const Clause& clause : account.clauses) {
            const Citation* citation = find_citation(account.citations, clause.document);
            if (citation == nullptr) {
                continue;
            }
            DocumentAccount& document = entry(*citation);
            document.text = document.text ? document.text : citation->stored;
            document.place = document.listed ? document.place : account.declared;
            document.listed = true;
            document.clauses.emplace_back(clause.label, clause.whole);
        }
    }

    DocumentAccount& entry(const Citation& citation) {
        DocumentAccount& document = all_[key_of(citation)];
        if (document.name.empty()) {
            document.name = citation.number.empty() ? citation.document : citation.number;
        }
        return document;
    }

    std::map<std::string, DocumentAccount> all_;
};

/// A clause of the text needs its own line unless it is a mere title, or lies in one that was taken as a whole.
bool accounted(const DocumentAccount& document, const TextClause& clause) {
    return clause.heading_only ||
           std::any_of(document.clauses.begin(), document.clauses.end(), [&](const auto& listed) {
               return listed.first == clause.label || (listed.second && lies_in(clause.label, listed.first));
           });
}

void report_unlisted(const DocumentAccount& document, Diagnostics& diagnostics) {
    std::vector<const TextClause*> missing;
    for (const TextClause& clause : document.text->clauses()) {
        if (!accounted(document, clause)) {
            missing.push_back(&clause);
        }
    }
    if (missing.empty()) {
        return;
    }
    std::string labels;
    for (std::size_t i = 0; i < std::min(kNamed, missing.size()); ++i) {
        labels += (i == 0 ? "" : "、") + missing[i]->label;
    }
    labels += missing.size() > kNamed ? "……" : "";
    auto& unlisted = diagnostics.warning(
        "W520", document.place,
        {fmt::format("“{}”有 {} 条没有交代：{}", document.name, missing.size(), labels),
         fmt::format("`{}` has {} clauses that are not accounted for: {}", document.name, missing.size(), labels)},
        {"在“条款”里逐条写上处理：已编码、监测、人工、不可计算、未定",
         "list each under `clauses` as encoded, monitored, person, not_computable or open"});
    constexpr std::size_t kShown = 3;
    for (std::size_t i = 0; i < std::min(kShown, missing.size()); ++i) {
        unlisted.related.push_back({missing[i]->heading, {"没有交代的条款", "not accounted for"}});
    }
}

/// A rule that cites a clause which the account of its document does not have.
void report_unlisted_citations(const Incentive& incentive, const Accounts& accounts, Diagnostics& diagnostics) {
    for (const Citation& citation : incentive.citations) {
        const DocumentAccount* document =
            citation.clause.empty() || citation.declared.source != incentive.declared.source
                ? nullptr
                : accounts.of(incentive.citations, citation.name);
        if (document == nullptr || !document->listed) {
            continue;
        }
        const std::string written = clause_label(citation.clause);
        const std::string label = document->text ? document->text->whole_label(written) : written;
        const bool known =
            std::any_of(document->clauses.begin(), document->clauses.end(), [&](const auto& listed) {
                return lies_in(label, listed.first) || lies_in(listed.first, label);
            });
        if (known) {
            continue;
        }
        auto& unlisted = diagnostics.warning(
            "W520", citation.clause_span,
            {fmt::format("“{}”的条款里没有“{}”", document->name, excerpt(citation.clause)),
             fmt::format("the clauses listed for `{}` lack `{}`", document->name, excerpt(citation.clause))},
            {"把它写进“条款”，或者改编号", "list it under `clauses`, or mend the number"});
        unlisted.related.push_back({document->place, {"条款列在这里", "the clauses are listed here"}});
    }
}

}  // namespace

void audit(const Rulebook& rulebook, Diagnostics& diagnostics) {
    const Accounts accounts(rulebook);
    for (const auto& [key, document] : accounts.all()) {
        if (document.text) {
            report_unlisted(document, diagnostics);
        }
    }
    for (const Incentive& incentive : rulebook.incentives) {
        if (!incentive.support) {
            report_unlisted_citations(incentive, accounts, diagnostics);
            report_uncited_numbers(incentive, diagnostics);
            report_readings(incentive, diagnostics);
        }
    }
    report_accounts_apart(rulebook, diagnostics);
}

}  // namespace huiqi
