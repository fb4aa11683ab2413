import { setImmediate } from 'node:timers/promises';
import {
  Finding,
  PartialProblem,
} from '@strongroom/backstage-plugin-secrets-common';
import { DETECTORS } from './detectors';
import { idOf } from './idOf';
import { Detector, Found } from './types';
import { FindingsSources, readEstate } from './view/readEstate';

/** Milliseconds for which one look serves everybody who asks. */
const REUSED_MS = 2_000;

const SERIOUS: Finding['severity'][] = ['error', 'warning', 'info'];

/** A finding with its id. */
export type IdentifiedFinding = Found & { id: string };

/** Everything that was found, the most serious first, and what could not be looked at. */
export interface FindingsFound {
  items: IdentifiedFinding[];
  problems: PartialProblem[];
}

/** Looks for everything that is orphaned, stuck, foreign or about to expire, whoever may see it. */
export class FindFindings {
  readonly #sources: FindingsSources;
  #latest: { at: number; found: Promise<FindingsFound> } | undefined;

  private constructor(sources: FindingsSources) {
    this.#sources = sources;
  }

  static create(sources: FindingsSources): FindFindings {
    return new FindFindings(sources);
  }

  /** What is found now, or was a moment ago: many who ask at once cost one look. */
  async recent(): Promise<FindingsFound> {
    const now = performance.now();
    if (!this.#latest || now - this.#latest.at > REUSED_MS) {
      const latest = { at: now, found: this.fresh() };
      this.#latest = latest;
      latest.found.catch(() => {
        if (this.#latest === latest) {
          this.#latest = undefined;
        }
      });
    }
    return this.#latest.found;
  }

  /** Something was repaired: what was found before is no answer any more. */
  forget(): void {
    this.#latest = undefined;
  }

  /** What is found now, for whoever is about to act on it. */
  async fresh(
    detectors: readonly Detector[] = DETECTORS,
  ): Promise<FindingsFound> {
    const { view, problems } = await readEstate(this.#sources, detectors);
    const found: Found[] = [];
    for (const { detect } of detectors) {
      // an estate may be large, and others have requests of their own
      await setImmediate();
      found.push(...detect(view));
    }
    return { items: found.map(identify).sort(bySeverity), problems };
  }
}

function identify(found: Found): IdentifiedFinding {
  return { ...found, id: idOf(found) };
}

/** Kinds stay in the order of the detectors. */
function bySeverity(one: Found, other: Found): number {
  return SERIOUS.indexOf(one.severity) - SERIOUS.indexOf(other.severity);
}
