# muster_generate(TARGET RUNTIME full|lite|plain ROOT FOLDER PROTOS FILE... [EMIT PART...]
#                 [SERVICES FILE...] [WELSH FILE])
#
# Adds TARGET, a library of what protoc-gen-muster makes of the PROTOS (names relative to ROOT):
# messages for the full, the lite or the plain runtime, and with EMIT also `rules` and `forms`;
# without it, messages and rules. WELSH holds the forms' words in Welsh. SERVICES are those of the
# PROTOS for which TARGET_grpc holds gRPC stubs.
#
# Another project includes muster_rules.cmake instead, which sets what is said here. The includer
# sets what differs between the native and the wasm build:
#   MUSTER_PROTOC_GEN_MUSTER        the plugin; a file, or empty for the target of this build
#   MUSTER_PROTOBUF_LIBRARY         what messages of the build's runtime link to
#   MUSTER_VALIDATE_DESCRIPTOR_SET  the schema of buf.validate
function(muster_generate target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "RUNTIME;ROOT;WELSH" "PROTOS;EMIT;SERVICES")
  if(NOT arg_EMIT)
    set(arg_EMIT messages rules)
  endif()
  set(plugin ${MUSTER_PROTOC_GEN_MUSTER})
  if(NOT plugin)
    set(plugin $<TARGET_FILE:protoc-gen-muster>)
  endif()
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/${target})
  file(MAKE_DIRECTORY ${folder})

  set(sources)
  set(checked)
  foreach(proto IN LISTS arg_PROTOS)
    string(REGEX REPLACE "\\.proto$" "" base ${proto})
    list(APPEND sources ${folder}/${base}.pb.cc ${folder}/${base}.pb.h)
    if("rules" IN_LIST arg_EMIT)
      list(APPEND checked ${folder}/${base}.rules.cc ${folder}/${base}.rules.h)
    endif()
    if("forms" IN_LIST arg_EMIT)
      list(APPEND checked ${folder}/${base}.form.cc ${folder}/${base}.form.h)
      if(arg_WELSH)
        list(APPEND checked ${folder}/${base}.form.welsh.cc)
      endif()
    endif()
  endforeach()
  if("forms" IN_LIST arg_EMIT)
    list(APPEND checked ${folder}/muster/forms.cc ${folder}/muster/forms.h)
    if(arg_WELSH)
      list(APPEND checked ${folder}/muster/forms.welsh.cc)
      set(welsh ,welsh=${arg_WELSH})
    endif()
  endif()

  list(JOIN arg_EMIT "+" parts)
  list(TRANSFORM arg_PROTOS PREPEND ${arg_ROOT}/ OUTPUT_VARIABLE inputs)
  set(protoc protoc --descriptor_set_in=${MUSTER_VALIDATE_DESCRIPTOR_SET} -I${arg_ROOT})
  add_custom_command(
    OUTPUT ${sources} ${checked}
    COMMAND ${protoc} --plugin=protoc-gen-muster=${plugin}
      --muster_out=runtime=${arg_RUNTIME},emit=${parts}${welsh}:${folder} ${arg_PROTOS}
    DEPENDS ${inputs} ${arg_WELSH} ${plugin} ${MUSTER_VALIDATE_DESCRIPTOR_SET}
    COMMENT "protoc-gen-muster: ${target}"
    VERBATIM)
  # What we write is held to our warnings; what the stock generator writes is not.
  set_source_files_properties(${checked} PROPERTIES COMPILE_OPTIONS
                              "-Wall;-Wextra;-Wpedantic;-Werror")
  add_library(${target} STATIC ${sources} ${checked})
  target_include_directories(${target} SYSTEM PUBLIC ${folder})
  target_include_directories(${target} PUBLIC ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/..)
  target_link_libraries(${target} PUBLIC ${MUSTER_PROTOBUF_LIBRARY})
  if("rules" IN_LIST arg_EMIT)
    target_link_libraries(${target} PUBLIC muster::rules)
  endif()

  if(arg_SERVICES)
    find_program(MUSTER_GRPC_CPP_PLUGIN grpc_cpp_plugin REQUIRED)
    set(stubs)
    foreach(proto IN LISTS arg_SERVICES)
      string(REGEX REPLACE "\\.proto$" "" base ${proto})
      list(APPEND stubs ${folder}/${base}.grpc.pb.cc ${folder}/${base}.grpc.pb.h)
    endforeach()
    list(TRANSFORM arg_SERVICES PREPEND ${arg_ROOT}/ OUTPUT_VARIABLE inputs)
    add_custom_command(
      OUTPUT ${stubs}
      COMMAND ${protoc} --plugin=protoc-gen-grpc=${MUSTER_GRPC_CPP_PLUGIN}
        --grpc_out=${folder} ${arg_SERVICES}
      DEPENDS ${inputs} ${MUSTER_VALIDATE_DESCRIPTOR_SET}
      COMMENT "grpc_cpp_plugin: ${target}"
      VERBATIM)
    add_library(${target}_grpc STATIC ${stubs})
    target_link_libraries(${target}_grpc PUBLIC ${target} PkgConfig::grpcpp)
  endif()
endfunction()
