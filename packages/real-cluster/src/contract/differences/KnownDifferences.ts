import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const readme = join(
  dirname(require.resolve('@strongroom/embedded-cluster/package.json')),
  'README.md',
);

/** Cases that the embedded cluster is known to fail, each with its sentence in that cluster's README. */
export class KnownDifferences {
  readonly #marked: string[] = [];

  static create(): KnownDifferences {
    return new KnownDifferences();
  }

  private constructor() {}

  /**
   * A case of what the real programs do. In the embedded world it has to fail, so that a difference that was corrected is
   * noticed and its sentence goes.
   *
   * @param sentence - how its item among the known differences begins
   */
  of(sentence: string, run: () => Promise<void>): () => Promise<void> {
    this.#marked.push(sentence);
    return async () => {
      if (process.env.STRONGROOM_WORLD === 'real') {
        await run();
        return;
      }
      await expect(run()).rejects.toMatchObject({
        matcherResult: { pass: false },
      });
    };
  }

  /** The items of the README that no case marks, and the marks that have no item. */
  unmatched(): string[] {
    const items = listedDifferences();
    return [
      ...items.filter(
        item => !this.#marked.some(mark => item.startsWith(mark)),
      ),
      ...this.#marked.filter(
        mark => !items.some(item => item.startsWith(mark)),
      ),
    ];
  }
}

function listedDifferences(): string[] {
  const [, section = ''] = readFileSync(readme, 'utf8').split(
    '\n## Known differences\n',
  );
  return section
    .split('\n## ')[0]
    .split(/^- /m)
    .slice(1)
    .map(item => item.replace(/\s+/g, ' ').trim());
}
