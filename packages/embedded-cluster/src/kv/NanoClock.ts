import { Clock } from '../clock';

/**
 * Timestamps with nanoseconds, as the store writes them; every one is later than
 * the one before.
 *
 * @internal
 */
export class NanoClock {
  readonly #clock: Clock;
  #last = 0n;

  private constructor(clock: Clock) {
    this.#clock = clock;
  }

  static create(clock: Clock): NanoClock {
    return new NanoClock(clock);
  }

  milliseconds(): number {
    return this.#clock.now().getTime();
  }

  /** @param afterSeconds - how long after the present */
  next(afterSeconds: number = 0): string {
    const present = BigInt(this.milliseconds()) * 1_000_000n;
    this.#last = present > this.#last ? present + 1n : this.#last + 1n;
    return formatNanoseconds(
      this.#last + BigInt(Math.round(afterSeconds * 1000)) * 1_000_000n,
    );
  }
}

function formatNanoseconds(value: bigint): string {
  const seconds = new Date(Number(value / 1_000_000n)).toISOString();
  const fraction = (value % 1_000_000_000n)
    .toString()
    .padStart(9, '0')
    .replace(/0+$/, '');
  return `${seconds.slice(0, 19)}${fraction ? `.${fraction}` : ''}Z`;
}
