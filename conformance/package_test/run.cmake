# cmake -DBUILD=... -DSOURCE=... -DFOLDER=... -P run.cmake: installs the program from BUILD, then configures, builds and
# tests the project in SOURCE against that, and holds the tests' outcomes against what they have to be.
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE code OUTPUT_VARIABLE out ERROR_VARIABLE out)
  set(output "${out}" PARENT_SCOPE)
  set(code "${code}" PARENT_SCOPE)
endfunction()

function(run_well)
  run(${ARGN})
  if(NOT code EQUAL 0)
    message(FATAL_ERROR "${ARGN} ended with ${code}:\n${output}")
  endif()
endfunction()

file(REMOVE_RECURSE ${FOLDER})
run_well(${CMAKE_COMMAND} --install ${BUILD} --component program --prefix ${FOLDER}/installed)
run_well(${CMAKE_COMMAND} -S ${SOURCE} -B ${FOLDER}/build -DCMAKE_PREFIX_PATH=${FOLDER}/installed)
run_well(${CMAKE_COMMAND} --build ${FOLDER}/build)
run(${CMAKE_CTEST_COMMAND} --test-dir ${FOLDER}/build -j 8)

# As ctest writes them: "1/17 Test  #3: good.worker.frames.two ...   Passed    1.07 sec".
function(expect test outcome)
  string(REPLACE "." "\\." pattern "${test}")
  if(NOT output MATCHES "Test +#[0-9]+: ${pattern} \\.*[ *]*${outcome}")
    message(FATAL_ERROR "${test} has to be ${outcome}:\n${output}")
  endif()
endfunction()

foreach(case frames.two id.constant id.unique id.fresh stop.please-die/own stop.please-die/foreign request.failure)
  expect(good.worker.${case} Passed)
endforeach()
expect(bad.worker.frames.two Failed)
expect(bad.worker.request.failure Skipped)
expect(clear.worker.id.constant Passed)
expect(curve.worker.enroll.reuse Passed)
if(code EQUAL 0)
  message(FATAL_ERROR "ctest has to say that tests failed:\n${output}")
endif()
