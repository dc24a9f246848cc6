// expect-error: invalid conversion
int narrowed(long value) {
    return static_cast<int>(value);
}
