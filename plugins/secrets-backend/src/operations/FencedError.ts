/** Someone else has taken the operation over; its former owner must stop at once. */
export class FencedError extends Error {
  constructor() {
    super('The operation was taken over');
    this.name = 'FencedError';
  }
}
