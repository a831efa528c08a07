# How everything here is compiled: C++20, warnings as errors, the sanitizers that were asked for.
# Travels as drydock::options, to our own targets only.
add_library(drydock_options INTERFACE)
add_library(drydock::options ALIAS drydock_options)
target_compile_features(drydock_options INTERFACE cxx_std_20)
target_compile_options(drydock_options INTERFACE
  -Wall -Wextra -Wconversion -Wshadow -Werror
  # g++ 12 sees an overlap in `"text" + std::string` that is not there (GCC bug 105651).
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>)

# g++ looks for memory that it no longer needs from a gigabyte on, and not from 128 MB: of the largest file a
# quarter of the time at -O0 and a tenth at -O3, of a whole build a twentieth.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options(--param=ggc-min-heapsize=1000000)
endif()

# Of joined sources each sees the names of those before it, and shadows them without knowing.
if(CMAKE_UNITY_BUILD)
  target_compile_options(drydock_options INTERFACE -Wno-shadow -Wno-unused-function)
endif()

if(DRYDOCK_SANITIZE)
  add_compile_options(-fsanitize=${DRYDOCK_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${DRYDOCK_SANITIZE})
endif()

if(DRYDOCK_FUZZERS)
  add_compile_options(-fsanitize=fuzzer-no-link)  # Coverage in every library, for the fuzzers to steer by.
endif()

# How often each branch was taken, counted by one build (profile) and read by another (profiled).
if(DRYDOCK_PROFILE STREQUAL "generate")
  add_compile_options(-fprofile-generate=${PROJECT_SOURCE_DIR}/build/profile/counts)
  add_link_options(-fprofile-generate=${PROJECT_SOURCE_DIR}/build/profile/counts)
elseif(DRYDOCK_PROFILE STREQUAL "use")
  # What has no counts is compiled as ever, and has nothing to warn of.
  add_compile_options(-fprofile-use=${PROJECT_SOURCE_DIR}/build/profile/all.profdata
    -Wno-profile-instr-out-of-date -Wno-profile-instr-unprofiled)
  # Libraries are called without a detour by the procedure linkage table.
  add_compile_options(-flto -fno-plt)
  # Whatever makes up 99.99 % of the counts is to be fast, not small; clang begins at 99 %.
  add_link_options(-flto -Wl,-mllvm,-profile-summary-cutoff-hot=999900)
endif()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(DRYDOCK_CCACHE ccache)
if(DRYDOCK_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER AND NOT DRYDOCK_PROFILE)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${DRYDOCK_CCACHE})
endif()
