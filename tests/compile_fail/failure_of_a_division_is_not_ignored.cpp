// expect-error: ignoring .*divide
#include "engine/numeric/rational.h"

void share(const huiqi::Rational& total, const huiqi::Rational& count) {
#ifdef HUIQI_CONTROL
    const auto share = huiqi::divide(total, count);
    static_cast<void>(share);
#else
    huiqi::divide(total, count);
#endif
}
