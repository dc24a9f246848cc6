// expect-error: conversion from .int. to non-scalar type .*Date
#include "engine/calendar/date.h"

// 20240229 is a day to a reader and a count of days to a machine.
void signed_on() {
#ifdef HUIQI_CONTROL
    const huiqi::Date signed_on = huiqi::Date::from_days(19782);
#else
    const huiqi::Date signed_on = 20240229;
#endif
    static_cast<void>(signed_on);
}
