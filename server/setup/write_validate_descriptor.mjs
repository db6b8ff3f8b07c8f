// Writes the schema of the buf.validate rules, alone, as a FileDescriptorSet for
// `protoc --descriptor_set_in`.
// Usage: node write_validate_descriptor.mjs NODE_MODULES OUTPUT
import {renameSync, writeFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {pathToFileURL} from 'node:url';

const [nodeModules, output] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(resolve(nodeModules, path)).href);
const {create, toBinary} = await load('@bufbuild/protobuf/dist/esm/index.js');
const {FileDescriptorSetSchema} = await load('@bufbuild/protobuf/dist/esm/wkt/index.js');
const {file_buf_validate_validate: schema} =
    await load('@bufbuild/protovalidate/dist/esm/gen/buf/validate/validate_pb.js');

const set = create(FileDescriptorSetSchema, {file: [schema.proto]});
writeFileSync(`${output}.part`, toBinary(FileDescriptorSetSchema, set));
renameSync(`${output}.part`, output);
