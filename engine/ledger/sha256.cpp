#include "engine/ledger/sha256.h"

#include <array>

#include <openssl/evp.h>

#include "engine/diagnostic/expect.h"

namespace huiqi {

struct Sha256::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();

    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() { EVP_MD_CTX_free(context); }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
    expect(EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr) == 1, "SHA-256 is there");
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(std::string_view bytes) {
    expect(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) == 1, "a digest takes any bytes");
}

std::string Sha256::finish() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    expect(EVP_DigestFinal_ex(state_->context, digest.data(), &size) == 1, "a digest ends once");
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (unsigned int at = 0; at < size; ++at) {
        text += kDigits[digest[at] >> 4U];
        text += kDigits[digest[at] & 15U];
    }
    return text;
}

std::string sha256(std::string_view bytes) {
    Sha256 digest;
    digest.add(bytes);
    return digest.finish();
}

}  // namespace huiqi
