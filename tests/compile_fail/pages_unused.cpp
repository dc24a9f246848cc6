// expect-error: ignoring return value .*embedded_pages.* declared with attribute 'nodiscard'
#include "engine/diagnostic/embedded_pages.h"

void pages_unused() {
#ifdef HUIQI_CONTROL
    const auto pages = huiqi::embedded_pages();
    static_cast<void>(pages);
#else
    huiqi::embedded_pages();
#endif
}
