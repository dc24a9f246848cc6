#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/io/record_input.h"

namespace huiqi {

/// An input of which something is filled in as its blocks are parsed.
class FilledInput : public RecordInput {
public:
    /// Puts a parser that fills in around that of the input.
    using Wrap = std::function<std::unique_ptr<BlockParser>(std::unique_ptr<BlockParser>)>;

    FilledInput(std::unique_ptr<RecordInput> inner, Wrap wrap) : inner_(std::move(inner)), wrap_(std::move(wrap)) {}

    [[nodiscard]] bool next(Block& block) override { return inner_->next(block); }
    [[nodiscard]] std::unique_ptr<BlockParser> parser() const override { return wrap_(inner_->parser()); }
    [[nodiscard]] const DataFault* failure() const noexcept override { return inner_->failure(); }
    [[nodiscard]] const std::string& name() const noexcept override { return inner_->name(); }
    [[nodiscard]] const std::vector<std::string>& headings() const noexcept override { return inner_->headings(); }
    [[nodiscard]] std::vector<DataFault> notes() const override { return inner_->notes(); }
    [[nodiscard]] CsvSyntax syntax() const noexcept override { return inner_->syntax(); }
    [[nodiscard]] std::string key() const override { return inner_->key(); }
    [[nodiscard]] bool finds_repeats() const noexcept override { return inner_->finds_repeats(); }
    [[nodiscard]] const std::vector<TableRejects>& table_rejects() const noexcept override { return inner_->table_rejects(); }
    [[nodiscard]] bool each_table_reject(std::size_t table, const RejectSink& sink) const override {
        return inner_->each_table_reject(table, sink);
    }
    [[nodiscard]] const std::vector<TableCount>& table_counts() const noexcept override { return inner_->table_counts(); }
    [[nodiscard]] std::uint64_t bytes_read() const noexcept override { return inner_->bytes_read(); }
    [[nodiscard]] std::uint64_t bytes_total() const noexcept override { return inner_->bytes_total(); }

private:
    std::unique_ptr<RecordInput> inner_;
    Wrap wrap_;
};

}  // namespace huiqi
