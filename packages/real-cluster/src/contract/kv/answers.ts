import type { HttpAnswer } from '../../http';

/** A time as the store writes it. */
export const time = expect.stringMatching(
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
);

/** Status and body. */
export const seen = ({ code, text }: HttpAnswer) => [
  code,
  text ? JSON.parse(text) : '',
];

/** A refusal with these texts, or matchers of them. */
export const errors = (...texts: unknown[]) => ({ errors: texts });

/** What surrounds the data of every answer. */
export const answer = (data: unknown, fields: object = {}) => ({
  request_id: expect.any(String),
  lease_id: '',
  renewable: false,
  lease_duration: 0,
  data,
  wrap_info: null,
  warnings: null,
  auth: null,
  ...fields,
});

/** A version as answers to writes and reads describe it. */
export const version = (number: number, fields: object = {}) => ({
  created_time: time,
  custom_metadata: null,
  deletion_time: '',
  destroyed: false,
  version: number,
  ...fields,
});

/** A write that expected another version. */
export const stale = [
  400,
  errors('check-and-set parameter did not match the current version'),
];

/** No policy allows it. */
export const denied = [
  403,
  errors('1 error occurred:\n\t* permission denied\n\n'),
];

/** The token is none that the store knows. */
export const unknownToken = [403, errors('permission denied')];

/** Nothing is there. */
export const absent = [404, errors()];
