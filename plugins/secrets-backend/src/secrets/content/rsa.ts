/** Shorter RSA keys are taken for breakable, and refused by current clients. */
export const MIN_RSA_BITS = 2048;

/** The sentence about them. */
export const WEAK_RSA = `The RSA key has fewer than ${MIN_RSA_BITS} bits and is too weak for many clients.`;
