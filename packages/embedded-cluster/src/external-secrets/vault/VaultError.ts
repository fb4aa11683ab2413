/** A failure in the words of External Secrets; its text ends up in conditions and events. @internal */
export class VaultError extends Error {
  readonly name: string = 'VaultError';
}

/** The store has nothing at that place. @internal */
export class NoSecretError extends VaultError {
  readonly name = 'NoSecretError';

  constructor() {
    super('Secret does not exist');
  }
}
