#include "tools/huiqi/ledger/batch_review.h"

#include "engine/ledger/batch_rows.h"
#include "tools/huiqi/ledger/batch_record.h"
#include "tools/huiqi/ledger/earlier_uses.h"
#include "tools/huiqi/ledger/engine_build.h"
#include "tools/huiqi/ledger/kept_batch.h"

namespace huiqi {
Exit recompute(const Program& program, Ledger& ledger, const BatchAccount& account) {
    const BatchDecision& decision = account.decision;
    KeptBatch kept;
    SettlementTask task;
    if (const auto fault = kept.put_back(ledger, decision, task)) {
        return ledger_problem(program, *fault);
    }
    SettlementRun run(program, task);
    run.count_payments(ledger, decision.history_end);
    Exit ended = run.prepare();
    if (ended == Exit::done) {
        ended = run.gather();
    }
    if (ended != Exit::done) {
        return ended;
    }
    if (const Exit problem = run.settle_all(); problem != Exit::done) {
        return problem;
    }
    const std::vector<std::string> key_names = run.key_names();
    const std::string digest = BatchRows(run.claims(), run.settlement(), key_names, decision.keeps_years).digest();
    if (digest == decision.rows_digest && kept_rows_digest(ledger, account.id) == digest) {
        talk(program.say({"复算了 " + std::to_string(run.claims().rows()) + " 份申报，逐行与台账相同",
                          "recomputed " + std::to_string(run.claims().rows()) + " applications: every row is as in the ledger"}));
        for (const Bilingual& told : told_of_earlier(ledger, run, decision.history_end)) {
            talk(program.say(told));
        }
        return Exit::done;
    }
    const bool other_engine = !is_this_build(decision.engine, decision.sources);
    const Bilingual theirs = build_words(decision.engine, decision.sources);
    const Bilingual ours = build_words(HUIQI_VERSION, sources_digest());
    return ledger_problem(
        program, {"L007",
                  {"复算的结果与批次“" + account.id + "”记下的不同", "recomputed, batch `" + account.id + "` comes out different"},
                  {other_engine ? "批次由程序 " + theirs.zh + " 核定，这个程序是 " + ours.zh + "；用那一个复核"
                                : "先用 huiqi verify 看台账是否被改动；撤回这一批，重新核定",
                   other_engine ? "it was decided by version " + theirs.en + " of the program, and this is " + ours.en + ": review it with that one"
                                : "see with `huiqi verify` whether the ledger was changed; withdraw the batch and decide it anew"}});
}

}  // namespace huiqi
