// expect-error: conversion from .int. to non-scalar type .*Money
#include "engine/numeric/money.h"

// Yuan or fen? A number alone does not say.
void cap() {
#ifdef HUIQI_CONTROL
    const huiqi::Money cap = huiqi::Money::from_minor(300);
#else
    const huiqi::Money cap = 300;
#endif
    static_cast<void>(cap);
}
