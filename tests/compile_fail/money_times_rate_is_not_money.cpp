// expect-error: conversion from .*UnroundedMoney.* to non-scalar type .*Money
#include "engine/numeric/money.h"

// The law the number types carry: whoever multiplies must say how to round.
void award(huiqi::Money basis, huiqi::Rate rate) {
#ifdef HUIQI_CONTROL
    const huiqi::UnroundedMoney award = basis * rate;
#else
    const huiqi::Money award = basis * rate;
#endif
    static_cast<void>(award);
}
