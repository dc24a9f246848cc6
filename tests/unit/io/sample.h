#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/data/schema.h"
#include "engine/io/record_input.h"

namespace huiqi::testing {

/// A field with the bounds that its type needs; numbers are kept in 64 bits.
[[nodiscard]] FieldSchema text_field(std::string name);
[[nodiscard]] FieldSchema boolean_field(std::string name);
[[nodiscard]] FieldSchema date_field(std::string name);
[[nodiscard]] FieldSchema enum_field(std::string name, std::vector<std::string> values);
/// Money in yuan from 0 to 1000000000, with so many decimals.
[[nodiscard]] FieldSchema money_field(std::string name, unsigned decimals = 2);
[[nodiscard]] FieldSchema list_field(std::string name, std::vector<FieldSchema> fields);
[[nodiscard]] FieldSchema record_field(std::string name, std::vector<FieldSchema> fields);
[[nodiscard]] FieldSchema optional(FieldSchema field);

/// The application of the samples in docs/messages and tests/golden/data: 申请编号 企业规模 关联交易
/// 合同签订日 合同金额, and with `lists` a list 付款 of 付款日 付款额.
[[nodiscard]] Schema sample_schema(bool lists);

/// A folder that is removed in the end.
class TemporaryFolder {
public:
    TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder();

    [[nodiscard]] std::string path(std::string_view name) const { return (folder_ / name).string(); }
    [[nodiscard]] std::string path() const { return folder_.string(); }
    /// Writes a file and gives its path.
    std::string write(std::string_view name, std::string_view text) const;

private:
    std::filesystem::path folder_;
};

/// Gives the content of a file.
[[nodiscard]] std::string file_text(const std::string& path);

/// All that came out of an input, as texts that are easy to compare.
struct ReadResult {
    bool opened = false;
    std::vector<DataFault> faults;  ///< of opening
    std::vector<std::string> rows;  ///< the good ones: `line: value|value|…`
    std::vector<RejectedRow> rejected;
    std::vector<std::string> pass_through;  ///< `cell|cell`
    std::vector<TableRejects> table_rejects;
    std::uint64_t rows_read = 0;
    std::map<std::string, std::uint64_t, std::less<>> ignored_keys;

    /// `D104@3:4 D012@7:2`: code, line and column of every fault of the rejected rows.
    [[nodiscard]] std::string places() const;
    /// The codes of the faults of opening, notes too.
    [[nodiscard]] std::string codes() const;
};

/// Opens and reads all of it.
[[nodiscard]] ReadResult read_all(const std::string& path, const Schema& schema,
                                  const ReadOptions& options = {});
/// The same for the text of one file, called `data.csv` unless said otherwise.
[[nodiscard]] ReadResult read_text(std::string_view text, const Schema& schema,
                                   const ReadOptions& options = {}, std::string_view name = "data.csv");

}  // namespace huiqi::testing
