// expect-error: was not declared
int narrowed(long value) {
    return static_cast<int>(valeu);
}
