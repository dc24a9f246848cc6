# Compiles CASE twice with COMPILER and INCLUDES: with HUIQI_CONTROL, which must succeed, so that the
# failure is known to come from the line in question; and without, which must fail with an error that
# matches the regular expression after `// expect-error: `.

# FATAL_ERROR breaks long lines, so what happened is said before it.
macro(fail what)
    message("${CASE}: ${what}")
    message(FATAL_ERROR "the case does not hold")
endmacro()

file(STRINGS "${CASE}" expectation REGEX "^// expect-error: " LIMIT_COUNT 1)
string(REGEX REPLACE "^// expect-error: " "" expectation "${expectation}")
if(expectation STREQUAL "")
    fail("it names no error: write `// expect-error: REGEX`")
endif()

# A discarded result is only a warning by default.
set(compile "${COMPILER}" -std=c++20 -fsyntax-only -fdiagnostics-color=never -Werror=unused-result ${INCLUDES})

execute_process(COMMAND ${compile} -DHUIQI_CONTROL "${CASE}" RESULT_VARIABLE status ERROR_VARIABLE errors)
if(NOT status EQUAL 0)
    fail("the control does not compile\n${errors}")
endif()

execute_process(COMMAND ${compile} "${CASE}" RESULT_VARIABLE status ERROR_VARIABLE errors)
if(status EQUAL 0)
    fail("it compiles, and should not")
endif()
if(NOT errors MATCHES "error: [^\n]*${expectation}")
    fail("it does not compile, but not for the reason it names\n${errors}")
endif()
