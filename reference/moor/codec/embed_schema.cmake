# cmake -DINPUT=x.bfbs -DOUTPUT=x.cpp -DNAME=x -P embed_schema.cmake: the bytes of a file as an array.
file(READ ${INPUT} hex HEX)
string(REGEX REPLACE "(................................)" "\\1\n" hex "${hex}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," hex "${hex}")
file(WRITE ${OUTPUT} "#include <cstddef>

namespace drydock::moor {
// Declared first, as constants are a file's own otherwise. Aligned as FlatBuffers ask.
extern unsigned char const ${NAME}_data[];
extern std::size_t const ${NAME}_size;
alignas(8) unsigned char const ${NAME}_data[] = {
${hex}};
std::size_t const ${NAME}_size = sizeof(${NAME}_data);
}  // namespace drydock::moor
")
