include(GoogleTest)

# drydock_quick_to_compile(TARGET [ALWAYS]): optimised less under the sanitizers, or always, since what it
# holds is compiled more often than it runs long: test code, and libraries that mostly wait. What is
# tested is built as it ships.
function(drydock_quick_to_compile name)
  target_compile_options(${name} PRIVATE $<$<CONFIG:Asan>:-O0>)
  if("ALWAYS" IN_LIST ARGN)
    target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  endif()
endfunction()

# What `./run test` builds and runs as it ships, at -O3: what starts processes, and what has to be the
# same with every compiler. Under the sanitizers every test runs but those that are NOT_SANITIZED.
if(NOT TARGET as_shipped)
  add_custom_target(as_shipped)
endif()

# drydock_test(NAME SOURCES... LIBRARIES ... [AS_SHIPPED] [SHARDS N] [NOT_SANITIZED CASES]): one test program of
# GoogleTest cases; ctest knows each. Under the sanitizers, where a program takes long to begin, the cases of what is
# not AS_SHIPPED share a process, or N of them. CASES, as --gtest_filter has them, are as shipped and take minutes
# under sanitizers, where others do the like.
function(drydock_test name)
  if(NOT DRYDOCK_TESTS)
    return()
  endif()
  cmake_parse_arguments(PARSE_ARGV 1 arg "AS_SHIPPED" "TIMEOUT;SHARDS;NOT_SANITIZED" "SOURCES;LIBRARIES")
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LIBRARIES} GTest::gtest_main drydock::options)
  drydock_quick_to_compile(${name} ALWAYS)
  # GoogleTest names the lines of the tests themselves.
  target_compile_options(${name} PRIVATE $<$<CONFIG:Asan>:-g0>)
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  set(filter "")
  if(DRYDOCK_SANITIZE)
    math(EXPR arg_TIMEOUT "3 * ${arg_TIMEOUT}")
    if(arg_NOT_SANITIZED)
      set(filter -${arg_NOT_SANITIZED})
    endif()
    if(NOT arg_AS_SHIPPED)
      drydock_sharded_test(${name} "${arg_SHARDS}" "${filter}")
      return()
    endif()
  endif()
  set(labels "")
  if(arg_AS_SHIPPED)
    add_dependencies(as_shipped ${name})
    set(labels LABELS as_shipped)
  endif()
  # Who may take long begins early, so that the others do not wait for one at the end.
  gtest_discover_tests(${name} TEST_FILTER "${filter}" DISCOVERY_TIMEOUT 60
    PROPERTIES TIMEOUT ${arg_TIMEOUT} COST ${arg_TIMEOUT} ${labels})
endfunction()

# All cases of the test program that the filter names, in so many processes (one). Each may take a quarter of an hour,
# whatever TIMEOUT gives a case of its own.
function(drydock_sharded_test name shards filter)
  if(NOT shards)
    set(shards 1)
  endif()
  if(filter)
    set(filter --gtest_filter=${filter})
  endif()
  foreach(number RANGE 1 ${shards})
    math(EXPR index "${number} - 1")
    add_test(NAME ${name}.${number} COMMAND ${name} ${filter})
    set_tests_properties(${name}.${number} PROPERTIES TIMEOUT 900 COST 900
      ENVIRONMENT "GTEST_TOTAL_SHARDS=${shards};GTEST_SHARD_INDEX=${index}")
  endforeach()
endfunction()

# drydock_benchmark(NAME SOURCES... LIBRARIES ... [PLAIN_MALLOC]): one Google Benchmark program, with the
# allocator of the drydock program, unless it asks the C library's how much there is.
function(drydock_benchmark name)
  if(NOT DRYDOCK_BENCHMARKS)
    return()
  endif()
  cmake_parse_arguments(PARSE_ARGV 1 arg "PLAIN_MALLOC" "" "SOURCES;LIBRARIES")
  add_executable(${name} ${arg_SOURCES})
  if(NOT arg_PLAIN_MALLOC)
    target_link_libraries(${name} PRIVATE drydock_allocator)
  endif()
  target_link_libraries(${name} PRIVATE ${arg_LIBRARIES} benchmark::benchmark_main drydock::options)
endfunction()
