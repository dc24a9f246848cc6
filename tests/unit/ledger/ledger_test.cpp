#include "engine/ledger/ledger.h"

#include <filesystem>
#include <string>

#include <doctest/doctest.h>

#include "engine/ledger/compression.h"
#include "engine/ledger/sha256.h"
#include "engine/ledger/verify.h"

using namespace huiqi;

namespace {

/// A ledger file that is gone with the test.
struct TemporaryLedger {
    std::string path = (std::filesystem::temp_directory_path() / "huiqi-ledger-test.db").string();
    TemporaryLedger() { std::filesystem::remove(path); }
    TemporaryLedger(const TemporaryLedger&) = delete;
    TemporaryLedger& operator=(const TemporaryLedger&) = delete;
    ~TemporaryLedger() { std::filesystem::remove(path); }
};

}  // namespace

TEST_CASE("SHA-256 gives the digests of FIPS 180-4") {
    CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    Sha256 pieces;
    for (const char* piece : {"a", "", "bc"}) {
        pieces.add(piece);
    }
    CHECK(pieces.finish() == sha256("abc"));
}

TEST_CASE("what is packed comes out again, what is damaged or too long does not") {
    const std::string text(100'000, 'x');
    const std::string packed = compress(text);
    CHECK(packed.size() < text.size() / 10);
    CHECK(decompress(packed, text.size()) == text);
    CHECK_FALSE(decompress(packed, text.size() - 1));
    CHECK_FALSE(decompress("no such frame", 100));
    CHECK_FALSE(decompress(packed.substr(0, packed.size() / 2), text.size()));
}

TEST_CASE("entries make a chain, and what is rolled back was never there") {
    const TemporaryLedger file;
    Ledger ledger(file.path, true);
    REQUIRE(ledger.good());
    CHECK(ledger.head() == kNoEntry);
    REQUIRE(ledger.begin());
    const auto first = ledger.append("a", "decided", R"({"batch":"a","kind":"decided"})");
    REQUIRE(ledger.commit());
    REQUIRE(ledger.begin());
    CHECK(ledger.append("a", "submitted", "{}"));
    ledger.roll_back();
    CHECK(ledger.head() == first);
    CHECK(first == entry_digest(kNoEntry, R"({"batch":"a","kind":"decided"})"));
    CHECK(ledger.entries("a").size() == 1);
    CHECK(ledger.entries("b").empty());
}

TEST_CASE("bytes are kept once and given back") {
    const TemporaryLedger file;
    Ledger ledger(file.path, true);
    REQUIRE(ledger.begin());
    std::string large(9'000'000, 'a');   // three pieces
    large[8'999'999] = 'b';
    for (const std::string& bytes : {std::string(), std::string("rules\0with a zero", 17), large}) {
        const auto digest = ledger.keep_bytes(bytes);
        REQUIRE(digest);
        CHECK(ledger.keep_bytes(bytes) == digest);
        std::string back;
        CHECK(ledger.read_object(*digest, [&back](std::string_view piece) {
            back += piece;
            return true;
        }));
        CHECK(back == bytes);
        CHECK(ledger.holds(*digest));
    }
    CHECK_FALSE(ledger.holds(sha256("never kept")));
    REQUIRE(ledger.commit());
}

TEST_CASE("a ledger that is not there is not made by reading") {
    const TemporaryLedger file;
    const Ledger ledger(file.path, false);
    REQUIRE(ledger.fault());
    CHECK(ledger.fault()->code == "L002");
    CHECK_FALSE(std::filesystem::exists(file.path));
}

TEST_CASE("bodies that are no JSON are found, not fallen over") {
    const TemporaryLedger file;
    Ledger ledger(file.path, true);
    REQUIRE(ledger.begin());
    for (const char* body : {"", "[", "7", "{\"batch\":1}", "{\"batch\":\"a\",\"kind\":\"decided\"}"}) {
        CHECK(ledger.append("a", "decided", body));
    }
    REQUIRE(ledger.commit());
    CHECK(verify_ledger(ledger, "").faults.size() >= 4);
}
