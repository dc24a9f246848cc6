#include "huiqi/application.h"

#include <string>
#include <type_traits>
#include <vector>

#include <doctest/doctest.h>

namespace huiqi {
namespace {

// A number or a truth value has no text of its own, so it must not slip in as one.
static_assert(std::is_convertible_v<const char*, Answer>);
static_assert(std::is_convertible_v<std::string, Answer>);
static_assert(!std::is_constructible_v<Answer, int>);
static_assert(!std::is_constructible_v<Answer, bool>);
static_assert(!std::is_constructible_v<Answer, double>);
static_assert(!std::is_constructible_v<Answer, std::nullptr_t>);

}  // namespace

TEST_CASE("a later answer of one name takes the place of the earlier") {
    Application application;
    application.set("size", "small").set("staff", "5").set("size", Answer::unknown());
    const Answer& answers = application.answers();
    CHECK(answers.names() == std::vector<std::string>{"size", "staff"});
    CHECK(answers.parts()[0].kind() == Answer::Kind::unknown);
    CHECK(answers.parts()[1].text() == "5");
}

TEST_CASE("a record becomes an application; of two fields with one name the last stands") {
    const Application application(Answer::record({{"size", "small"}, {"paid", "1"}, {"size", "micro"}}));
    CHECK(application.answers().names() == std::vector<std::string>{"size", "paid"});
    CHECK(application.answers().parts()[0].text() == "micro");
    CHECK(Application(Answer("small")).answers().names().empty());
}

TEST_CASE("an answer can be taken back") {
    Application application;
    application.set("size", "small").set("staff", "5").clear("size").clear("never set");
    CHECK(application.answers().names() == std::vector<std::string>{"staff"});
    CHECK(application.answers().parts()[0].text() == "5");
}

TEST_CASE("a list of records keeps names and order") {
    const Answer list =
        Answer::list({Answer::record({{"date", "2024-02-29"}, {"amount", "1"}}), Answer::absent()});
    REQUIRE(list.kind() == Answer::Kind::list);
    REQUIRE(list.parts().size() == 2);
    CHECK(list.parts()[0].names() == std::vector<std::string>{"date", "amount"});
    CHECK(list.parts()[0].parts()[0].text() == "2024-02-29");
    CHECK(list.parts()[1].kind() == Answer::Kind::absent);
}

}  // namespace huiqi
