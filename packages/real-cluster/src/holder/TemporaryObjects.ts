import { randomUUID } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { HttpClient } from '../http';
import type { Temporary } from '../types';

/** One line of a list. */
type Entry = Temporary & { cluster: string };

const namespaces = '/api/v1/namespaces';
/** Jest loads this module anew for each file, in one process. */
const listName = () => `${process.pid}-${randomUUID().slice(0, 8)}`;

/**
 * What one user of a held cluster has made for the time being. The list is kept in the folder of the cluster, so that
 * another process can delete what one that was killed has left.
 */
export class TemporaryObjects {
  readonly #file: string;
  readonly #admins: Record<string, HttpClient>;

  private constructor(file: string, admins: Record<string, HttpClient>) {
    this.#file = file;
    this.#admins = admins;
  }

  /** @param admins - administrators of the clusters, by name; to be closed after `deleteAll()` */
  static create(
    folder: string,
    admins: Record<string, HttpClient>,
  ): TemporaryObjects {
    return new TemporaryObjects(join(listsIn(folder), listName()), admins);
  }

  /** Those of processes that have ended. */
  static abandoned(
    folder: string,
    admins: Record<string, HttpClient>,
  ): TemporaryObjects[] {
    const lists = listsIn(folder);
    return readdirSync(lists)
      .filter(name => !isRunning(Number(name.split('-')[0])))
      .map(name => new TemporaryObjects(join(lists, name), admins));
  }

  add(cluster: string, what: Temporary): void {
    appendFileSync(this.#file, `${JSON.stringify({ cluster, ...what })}\n`, {
      mode: 0o600,
    });
  }

  /** Deletes all of it, the last first, without waiting until finalizers let go. */
  async deleteAll(): Promise<void> {
    const entries = readList(this.#file);
    await Promise.all(
      Object.entries(this.#admins).map(async ([cluster, admin]) => {
        const own = entries.filter(each => each.cluster === cluster);
        const doomed = await namespacesOf(admin, own);
        const others = own
          .flatMap(each => ('path' in each ? [each.path] : []))
          .filter(
            path => !doomed.has(path.split('/namespaces/')[1]?.split('/')[0]),
          )
          .reverse();
        for (const path of [
          ...others,
          ...[...doomed].map(name => `${namespaces}/${name}`),
        ]) {
          await admin.send('DELETE', path);
        }
      }),
    );
    rmSync(this.#file, { force: true });
  }
}

/** Names of the namespaces among the entries, and of those with a text in their names. */
async function namespacesOf(
  admin: HttpClient,
  entries: Entry[],
): Promise<Set<string | undefined>> {
  const found = new Set<string | undefined>();
  const texts: string[] = [];
  for (const entry of entries) {
    if ('namespacesWith' in entry) {
      texts.push(entry.namespacesWith);
    } else if (dirname(entry.path) === namespaces) {
      found.add(basename(entry.path));
    }
  }
  if (texts.length > 0) {
    const { body } = await admin.send('GET', namespaces);
    for (const { metadata } of body.items) {
      if (texts.some(text => metadata.name.includes(text))) {
        found.add(metadata.name);
      }
    }
  }
  return found;
}

function listsIn(folder: string): string {
  const lists = join(folder, 'temporary');
  mkdirSync(lists, { recursive: true, mode: 0o700 });
  return lists;
}

function readList(file: string): Entry[] {
  if (!existsSync(file)) {
    return [];
  }
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
