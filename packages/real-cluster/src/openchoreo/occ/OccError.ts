/** Why a command fails, as it prints it. */
export class OccError extends Error {}
