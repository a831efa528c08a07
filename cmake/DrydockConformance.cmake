# Conformance cases as tests of somebody's own project.
#
#   drydock_add_conformance(NAME mine ROLE worker
#     [PROFILE compatible|robust|strict] [SERVICE echo|test|opaque] [TRANSPORT ipc|tcp] [INSECURE]
#     [CASES PATTERN...] [TIMEOUT SECONDS] [LABELS LABEL...] [ENVIRONMENT NAME=VALUE...] [WORKING_DIRECTORY FOLDER]
#     COMMAND python3 mine.py --request-address {request} --response-address {response})
#
# One test for each case, called `mine.` and the case's id: `mine.worker.ping.one-pong`. COMMAND comes last, since
# all that follows is the command; placeholders and generator expressions may be in it. The other words are the flags of
# `drydock conform`, and what is not said is as it is there. A case that needs more than SERVICE, or about which nothing
# can be said, shows as skipped. Needs CMake 3.19.
function(drydock_add_conformance)
  set(words)
  set(command)
  set(seen_command FALSE)
  math(EXPR last "${ARGC} - 1")
  foreach(at RANGE ${last})
    if(seen_command)
      string(REPLACE ";" "\\;" word "${ARGV${at}}")
      list(APPEND command "${word}")
    elseif(ARGV${at} STREQUAL "COMMAND")
      set(seen_command TRUE)
    else()
      list(APPEND words "${ARGV${at}}")
    endif()
  endforeach()
  cmake_parse_arguments(arg "INSECURE" "NAME;ROLE;PROFILE;SERVICE;TRANSPORT;TIMEOUT;WORKING_DIRECTORY"
    "CASES;LABELS;ENVIRONMENT" ${words})
  foreach(needed NAME ROLE)
    if(NOT arg_${needed})
      message(FATAL_ERROR "drydock_add_conformance: ${needed} is missing")
    endif()
  endforeach()
  if(NOT command)
    message(FATAL_ERROR "drydock_add_conformance: COMMAND is missing")
  endif()
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "drydock_add_conformance: \"${arg_UNPARSED_ARGUMENTS}\" means nothing here (COMMAND comes last)")
  endif()

  set(flags)
  foreach(flag PROFILE SERVICE TRANSPORT)
    if(arg_${flag})
      string(TOLOWER ${flag} name)
      list(APPEND flags --${name} ${arg_${flag}})
    endif()
  endforeach()
  if(arg_INSECURE)
    list(APPEND flags --insecure)
  endif()
  if(NOT arg_CASES)
    set(arg_CASES "*")
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)  # Above what a case may take by itself.
  endif()

  get_target_property(program drydock::program IMPORTED_LOCATION)
  foreach(pattern IN LISTS arg_CASES)
    execute_process(COMMAND ${program} conform ${arg_ROLE} ${flags} --case ${pattern} --list --json
      OUTPUT_VARIABLE document ERROR_VARIABLE error RESULT_VARIABLE code)
    if(NOT code EQUAL 0)
      message(FATAL_ERROR "drydock_add_conformance: ${error}")
    endif()
    string(JSON count LENGTH "${document}" cases)
    math(EXPR last "${count} - 1")
    foreach(at RANGE ${last})
      string(JSON id GET "${document}" cases ${at} id)
      set(test ${arg_NAME}.${id})
      add_test(NAME ${test} COMMAND drydock::program conform ${arg_ROLE} ${flags} --case ${id} -- ${command})
      set_tests_properties(${test} PROPERTIES
        SKIP_REGULAR_EXPRESSION "(^|\n)(skip|inconclusive) +${id}"
        TIMEOUT ${arg_TIMEOUT} LABELS "${arg_LABELS}" ENVIRONMENT "${arg_ENVIRONMENT}")
      if(arg_WORKING_DIRECTORY)
        set_tests_properties(${test} PROPERTIES WORKING_DIRECTORY "${arg_WORKING_DIRECTORY}")
      endif()
    endforeach()
  endforeach()
endfunction()
