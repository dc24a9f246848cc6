#pragma once

#include <memory>

#include "engine/io/byte_source.h"

namespace huiqi {

/// The bytes of an open file as they are. Closes the descriptor in the end.
class FileBytes final : public ByteSource {
public:
    explicit FileBytes(int descriptor) : descriptor_(descriptor) {}
    FileBytes(const FileBytes&) = delete;
    FileBytes& operator=(const FileBytes&) = delete;
    ~FileBytes() override;

    [[nodiscard]] std::size_t read(char* to, std::size_t room) override;
    [[nodiscard]] const DataFault* failure() const noexcept override { return failure_.get(); }
    [[nodiscard]] std::uint64_t consumed() const noexcept override { return consumed_; }

private:
    int descriptor_;
    std::uint64_t consumed_ = 0;
    std::unique_ptr<DataFault> failure_;
};

}  // namespace huiqi
