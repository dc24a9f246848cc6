#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace huiqi {

/// Takes bytes and gives their SHA-256 as 64 small hexadecimal digits.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    void add(std::string_view bytes);
    /// Gives the digest of all that was added. Done once.
    [[nodiscard]] std::string finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Gives the digest of some bytes.
[[nodiscard]] std::string sha256(std::string_view bytes);

}  // namespace huiqi
