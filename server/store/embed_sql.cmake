# Writes OUTPUT: a C++ file with the text of each of FILES, the numbered migrations.
# cmake -DOUTPUT=migrations.cc "-DFILES=0001_initial.sql;..." -P embed_sql.cmake
set(entries "")
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME)
  if(NOT name MATCHES "^([0-9][0-9][0-9][0-9])_[a-z0-9_]+[.]sql$")
    message(FATAL_ERROR "${file}: a migration is called 0001_what_it_does.sql")
  endif()
  string(REGEX REPLACE "^0+" "" number ${CMAKE_MATCH_1})
  file(READ ${file} text)
  string(APPEND entries "    {${number}, R\"sql(${text})sql\"},\n")
endforeach()
file(WRITE ${OUTPUT} "#include \"server/store/schema.h\"

namespace muster::store {
namespace {
constexpr Migration kMigrations[] = {
${entries}};
}  // namespace

std::span<const Migration> Migrations() { return kMigrations; }

}  // namespace muster::store
")
