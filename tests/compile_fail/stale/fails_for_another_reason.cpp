// expect-error: invalid conversion
int narrowed(long value) {
#ifdef HUIQI_CONTROL
    return static_cast<int>(value);
#else
    return static_cast<int>(valeu);
#endif
}
