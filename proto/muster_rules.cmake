# Included by a project that takes the rules compiler as it is: see plugin/README.md. Adds
# protoc-gen-muster, muster::rules and the function muster_generate(); nothing of Muster itself.
if(NOT MUSTER_VALIDATE_DESCRIPTOR_SET)
  message(FATAL_ERROR "set MUSTER_VALIDATE_DESCRIPTOR_SET to the schema of buf.validate")
endif()
find_package(Protobuf REQUIRED)
find_package(PkgConfig REQUIRED)
add_library(muster_flags INTERFACE)
add_library(muster::flags ALIAS muster_flags)
set(MUSTER_PROTOBUF_LIBRARY protobuf::libprotobuf)
add_subdirectory(${CMAKE_CURRENT_LIST_DIR}/rules muster/rules)
add_subdirectory(${CMAKE_CURRENT_LIST_DIR}/plugin muster/plugin)
include(${CMAKE_CURRENT_LIST_DIR}/muster_generate.cmake)
