import { Request, Standing } from './types';

/** How a request may be answered. */
export interface Expectation {
  /** Statuses of success: the request was carried out. */
  done: number[];
  /** Statuses of a refusal: nothing was changed. */
  refused: number[];
}

/**
 * What is known of one secret. As long as every answer was definite there is one way in which it may stand; after one that
 * was not there are two, until somebody looks.
 */
export class SecretModel {
  #possible: Standing[] = [undefined];
  /** Something that others did, or that has not ended, may refuse what would be accepted otherwise. */
  #disturbed = false;
  /** A deletion was accepted, and may still run. */
  #deleting = false;

  /** Every way in which it may stand. */
  get possible(): readonly Standing[] {
    return this.#possible;
  }

  /** Whether something may still be under way, or lacks a part. */
  get isDisturbed(): boolean {
    return this.#disturbed;
  }

  /** What must come of a request by somebody who may, when nothing fails. */
  expect(request: Request): Expectation {
    const outcomes = this.#possible.map(standing => next(standing, request));
    const isAccepted =
      outcomes.some(outcome => outcome.accepted) || this.#joins(request);
    const isRefused = outcomes.some(outcome => !outcome.accepted);
    return {
      done: isAccepted ? successOf(request) : [],
      refused: [
        ...(isRefused ? refusalsOf(request) : []),
        ...(this.#disturbed ? [404, 409, 412] : []),
      ],
    };
  }

  /** The request was carried out. */
  done(request: Request): void {
    if (this.#joins(request)) {
      this.#possible = [undefined];
      return;
    }
    this.#possible = distinct(
      this.#possible
        .map(standing => next(standing, request))
        .filter(({ accepted }) => accepted)
        .map(({ after }) => after),
    );
  }

  /** It was not, for a reason that is in how the secret stands. */
  refused(request: Request): void {
    const fitting = this.#possible.filter(
      standing => !next(standing, request).accepted,
    );
    if (fitting.length > 0 && !this.#disturbed) {
      this.#possible = fitting;
    }
  }

  /** Nobody can say whether it was. */
  uncertain(request: Request): void {
    this.#disturbed = true;
    this.#deleting ||= request.type === 'delete';
    this.#possible = distinct([
      ...this.#possible,
      ...this.#possible
        .map(standing => next(standing, request))
        .filter(({ accepted }) => accepted)
        .map(({ after }) => after),
    ]);
  }

  /** Another writer set its values, where there was something to set. */
  overwritten(values: Record<string, string>): void {
    this.#possible = this.#possible.map(standing => standing && values);
  }

  /** Somebody took a part away that the portal makes again. */
  disturbed(): void {
    this.#disturbed = true;
  }

  /** Everything has come to its end, and this is what was found. */
  seen(standing: Standing): void {
    this.#possible = [standing];
    this.#disturbed = false;
    this.#deleting = false;
  }

  /** Whoever asks for a deletion that runs hastens it, with whatever tag: it was decided by the one who began it. */
  #joins({ type }: Request): boolean {
    return type === 'delete' && this.#deleting;
  }
}

function next(
  standing: Standing,
  request: Request,
): { accepted: boolean; after: Standing } {
  if (request.type === 'create') {
    return { accepted: !standing, after: request.set };
  }
  if (!standing || ('stale' in request && request.stale)) {
    return { accepted: false, after: standing };
  }
  switch (request.type) {
    case 'patch': {
      const after = { ...standing };
      for (const key of request.remove) {
        delete after[key];
      }
      const namesAbsent = request.remove.some(
        key => !(key in standing) && !(key in request.set),
      );
      return { accepted: !namesAbsent, after: { ...after, ...request.set } };
    }
    case 'replace':
      return { accepted: true, after: request.set };
    case 'delete':
      return { accepted: true, after: undefined };
    default:
      return { accepted: true, after: standing };
  }
}

function successOf({ type }: Request): number[] {
  switch (type) {
    case 'create':
      return [201];
    case 'delete':
      return [204];
    case 'sync':
      return [202];
    default:
      return [200];
  }
}

function refusalsOf({ type }: Request): number[] {
  return type === 'create' ? [409] : [400, 404, 412];
}

function distinct(standings: Standing[]): Standing[] {
  const byText = new Map(
    standings.map(standing => [
      standing && JSON.stringify(Object.entries(standing).sort()),
      standing,
    ]),
  );
  return [...byText.values()];
}
