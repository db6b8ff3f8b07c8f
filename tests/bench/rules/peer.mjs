// @bufbuild/protovalidate as a page would have it; beside.mjs bundles it with the schema, for node
// and Chromium.
import { fromBinary } from '@bufbuild/protobuf';
import { createValidator } from '@bufbuild/protovalidate';
import { submissionService } from 'schema';

export function prepare() {
  const schema = submissionService.messages.find(({ name }) => name === 'CreateSubmissionRequest');
  const validator = createValidator();
  return {
    parse: (bytes) => fromBinary(schema, bytes),
    isValid: (message) => validator.validate(schema, message).kind === 'valid',
  };
}
