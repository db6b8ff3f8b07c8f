// Put before protobuf's stubs/common.cc when it is compiled for WebAssembly, where nobody reads
// stderr: its log lines and the formatted printing under them are 2.6 kB of the compressed module.
#include <stdio.h>

#include <iostream>
#include <sstream>

#define fprintf(...) 0
#define fflush(...) 0
#define snprintf(buffer, ...) ((buffer)[0] = '\0')
