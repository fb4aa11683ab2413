/** A body that cannot be decoded. */
export class BodyError extends Error {}
