// expect-error: no match for .operator<. .*Money.* and .*Rate
#include "engine/numeric/money.h"

bool within(huiqi::Money paid, huiqi::Money cap, huiqi::Rate rate) {
#ifdef HUIQI_CONTROL
    static_cast<void>(rate);
    return paid < cap;
#else
    static_cast<void>(cap);
    return paid < rate;
#endif
}
