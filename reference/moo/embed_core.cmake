# cmake -DINPUTS=a.moo,b.moo -DOUTPUT=x.cpp -P embed_core.cmake: files, one after the other, as an array.
string(REPLACE "," ";" inputs "${INPUTS}")
set(all)
foreach(input IN LISTS inputs)
  file(READ ${input} hex HEX)
  string(APPEND all "${hex}")
endforeach()
string(REGEX REPLACE "(................................)" "\\1\n" all "${all}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," all "${all}")
file(WRITE ${OUTPUT} "#include <cstddef>

namespace drydock::moo {
// Declared first, as constants are a file's own otherwise.
extern unsigned char const starting_core_data[];
extern std::size_t const starting_core_size;
unsigned char const starting_core_data[] = {
${all}};
std::size_t const starting_core_size = sizeof(starting_core_data);
}  // namespace drydock::moo
")
