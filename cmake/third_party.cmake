# Other people's work, from the packages of the system. tools/install-dependencies lists the packages.
# What the library links is repeated in cmake/huiqiConfig.cmake.in.

find_package(EXPAT REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(libzip REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(xlsxwriter REQUIRED IMPORTED_TARGET xlsxwriter)
find_package(Boost 1.81 REQUIRED)  # headers: Boost.Multiprecision
find_package(fmt REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc)
find_package(nlohmann_json REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(PkgConfig REQUIRED)
find_package(PostgreSQL REQUIRED)
find_package(simdjson REQUIRED)
find_package(Threads REQUIRED)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
find_package(yaml-cpp REQUIRED)

# The program.
find_package(CLI11 REQUIRED)
find_package(spdlog REQUIRED)

if(HUIQI_TESTS)
    find_package(doctest REQUIRED)
    find_package(rapidcheck REQUIRED)
    find_package(Python3 REQUIRED COMPONENTS Interpreter)
endif()
if(HUIQI_BENCH)
    find_package(benchmark REQUIRED)
endif()
