import type { HttpAnswer } from '../../http';
import { KvApi, Stage } from '../world';

/** The media type that a change in part has to have. */
export const mergePatch = 'application/merge-patch+json';

/** A path in the store that only the running case uses, and what can be done to it. */
export class Entry {
  readonly #stage: Stage;

  private constructor(stage: Stage) {
    this.#stage = stage;
  }

  static on(stage: Stage): Entry {
    return new Entry(stage);
  }

  /** Behind the section of the mount. */
  get path(): string {
    return `${this.folder}/db`;
  }

  get folder(): string {
    return this.#stage.ns;
  }

  /** Sends to a section of the mount (`data`, `metadata`, …) for this path. */
  send(
    method: string,
    section: string,
    body?: object,
    type?: string,
  ): Promise<HttpAnswer> {
    const [name, query = ''] = section.split('?');
    return this.#stage.kv.call(
      method,
      `secret/${name}/${this.path}${query && `?${query}`}`,
      body,
      type ? { 'Content-Type': type } : undefined,
    );
  }

  write(data: object, cas?: number): Promise<HttpAnswer> {
    return this.send('POST', 'data', {
      data,
      ...(cas === undefined ? {} : { options: { cas } }),
    });
  }

  patch(body: object, type: string = mergePatch): Promise<HttpAnswer> {
    return this.send('PATCH', 'data', body, type);
  }

  read(version?: number): Promise<HttpAnswer> {
    return this.send('GET', version ? `data?version=${version}` : 'data');
  }

  metadata(): Promise<HttpAnswer> {
    return this.send('GET', 'metadata');
  }

  /** The same store as another token. */
  as(token: string): KvApi {
    return KvApi.create(this.#stage.world.kv, token);
  }
}
