// @bufbuild/protovalidate as a page would have it; beside.mjs bundles it, for node and Chromium.
import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { createValidator } from '@bufbuild/protovalidate';

// `contract`: bytes of a FileDescriptorSet.
export function prepare(contract) {
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, contract));
  const schema = registry.getMessage('muster.v1.CreateSubmissionRequest');
  const validator = createValidator({ registry });
  return {
    parse: (bytes) => fromBinary(schema, bytes),
    isValid: (message) => validator.validate(schema, message).kind === 'valid',
  };
}
