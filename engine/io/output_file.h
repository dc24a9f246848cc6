#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/data_fault.h"
#include "engine/io/part_file.h"
#include "engine/io/text_encoder.h"
#include "engine/io/workbook_writer.h"

namespace huiqi {

/// A result file that appears whole or not at all: it grows as FILE.part (or part2 …, where somebody has a file of
/// that name) and takes its name at `commit`. `-` is stdout, and a pipe or a device is written directly.
class OutputFile {
public:
    /// Opens it, or adds the fault and gives nothing: D205 when the file exists and may not be replaced.
    [[nodiscard]] static std::unique_ptr<OutputFile> open(const std::string& path, bool replace,
                                                          std::vector<DataFault>& faults);
    /// Lets `commit` leave it to the system when the bytes reach the disk.
    void leave_to_system() noexcept { lasting_ = false; }
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;
    /// Leaves nothing behind unless committed.
    ~OutputFile();

    /// Says how a CSV file is to be written; before the first byte.
    void encode(OutputEncoding encoding) noexcept { encoding_ = encoding; }
    /// Writes all of it, whole characters; false once anything failed. A file that ends in `.xlsx` is given its table
    /// in the form of `sheet_text`, and becomes a workbook.
    bool write(std::string_view bytes);
    /// Whether pieces can be written in any order and by several threads at once, each to its place: a file in which bytes
    /// stand as they are given.
    [[nodiscard]] bool has_places() const noexcept {
        return part_ != nullptr && book_ == nullptr && encoding_ == OutputEncoding::utf8;
    }
    /// Gives the place of so many bytes behind all that have one. Only where it has places, and from one thread at a time.
    [[nodiscard]] std::uint64_t place(std::size_t bytes) noexcept;
    /// Writes bytes to their place.
    bool write_at(std::uint64_t place, std::string_view bytes);
    /// Makes the file lasting and gives it its name; false when that or an earlier write failed.
    bool commit();
    /// Whether it is written directly: then what was written cannot be taken back.
    [[nodiscard]] bool direct() const noexcept { return part_ == nullptr; }
    /// Gives what failed, or nullptr.
    [[nodiscard]] const DataFault* failure() const noexcept { return failure_.get(); }

private:
    OutputFile(std::string path, std::unique_ptr<PartFile> part, int descriptor, bool replace);

    void fail(int error);
    void fail(DataFault fault);
    bool write_bytes(std::string_view bytes);
    bool write_encoded(std::string_view text);
    bool write_table(std::string_view table);
    [[nodiscard]] bool take_name();

    std::string path_;
    std::unique_ptr<PartFile> part_;  ///< null when written directly
    int descriptor_;
    bool replace_;
    bool lasting_ = true;
    OutputEncoding encoding_ = OutputEncoding::utf8;
    bool begun_ = false;
    std::uint64_t end_ = 0;        ///< of what has a place
    std::uint64_t reserved_ = 0;   ///< up to where the file system was asked for room
    std::mutex failing_;
    std::unique_ptr<WorkbookWriter> book_;   ///< null unless it becomes a workbook
    std::unique_ptr<DataFault> failure_;
};

}  // namespace huiqi
