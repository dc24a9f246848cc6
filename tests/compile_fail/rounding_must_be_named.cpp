// expect-error: too few arguments to function .*round
#include "engine/numeric/money.h"

// No rounding is the natural one.
void award(huiqi::Money basis, huiqi::Rate rate) {
#ifdef HUIQI_CONTROL
    const auto award = huiqi::round(basis * rate, huiqi::Rounding::half_up);
#else
    const auto award = huiqi::round(basis * rate);
#endif
    static_cast<void>(award);
}
