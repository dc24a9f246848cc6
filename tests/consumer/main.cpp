#if __has_include(<huiqi/huiqi.h>)
#include <huiqi/huiqi.h>
#endif

int main() {
    return 0;
}
