#include <iostream>
#include <string>
#include <vector>

#include <huiqi/huiqi.h>

namespace {

void print(const std::vector<huiqi::Message>& messages) {
    for (const huiqi::Message& message : messages) {
        std::cerr << message.file << ':' << message.line << ' ' << message.answer << ' ' << message.code
                  << ": " << message.text_en << '\n';
    }
}

}  // namespace

/// Decides one application by the rules of the project whose folder is given, and prints award and reasons.
int main(int count, char** arguments) {
    const std::string project = count > 1 ? arguments[1] : ".";
    const auto rules = huiqi::Rules::load({project + "/rules/benchmark/transaction.yaml"});
    const auto engine = huiqi::Engine::compile(rules);
    print(engine.messages());

    huiqi::Application application;
    application.set("size", "small").set("related_party", "false").set("contract_date", "2022-08-15");
    application.set("contract_amount", "1200000.00").set("paid_amount", "120万元");
    const huiqi::Decision decision = engine.decide(application);
    print(decision.messages);
    for (const huiqi::IncentiveDecision& one : decision.incentives) {
        std::cout << one.id << ": " << one.award << " yuan " << one.reason << ' ' << one.reason_en << '\n';
    }
    // one twentieth of what was paid, by the first rule of the workload
    const huiqi::IncentiveDecision* award = decision.find("benchmark.transaction");
    return award != nullptr && award->award == "60000.00" ? 0 : 1;
}
