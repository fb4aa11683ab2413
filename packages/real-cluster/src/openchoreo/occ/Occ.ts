import { readFile as readFromDisk } from 'node:fs/promises';
import { stringify } from 'yaml';
import { HttpClient } from '../../http';
import {
  certificatePair,
  collectData,
  dockerConfig,
  ReadFile,
} from './collectData';
import { OccError } from './OccError';
import { parseCommand } from './parseCommand';
import { printTable } from './printTable';
import { Command, OccResult } from './types';

/** Options of {@link Occ.create}. */
export interface OccOptions {
  /** Of openchoreo-api. */
  url: string;
  token?: string;
  /** Reads what flags name; from disk by default. */
  readFile?: ReadFile;
}

const categoryLabel = 'openchoreo.dev/secret-type';
const pageSize = 100;

/** `occ secret`: a client of the Secret API that sends and prints what the command line was seen to. */
export class Occ {
  readonly #client: HttpClient;
  readonly #readFile: ReadFile;

  private constructor(client: HttpClient, readFile: ReadFile) {
    this.#client = client;
    this.#readFile = readFile;
  }

  static create({ url, token, readFile }: OccOptions): Occ {
    const headers = token ? { Authorization: `Bearer ${token}` } : undefined;
    return new Occ(
      HttpClient.create({ url, headers }),
      readFile ?? readFromDisk,
    );
  }

  /** @param args - what follows `occ secret` */
  async run(...args: string[]): Promise<OccResult> {
    try {
      const stdout = await this.#run(parseCommand(args));
      return { code: 0, stdout, stderr: '' };
    } catch (error) {
      if (error instanceof OccError) {
        return { code: 1, stdout: '', stderr: `Error: ${error.message}\n` };
      }
      throw error;
    }
  }

  async #run(command: Command): Promise<string> {
    const { words, flags } = command;
    const namespace = flags.get('--namespace')?.[0] ?? '';
    switch (words[0]) {
      case 'list':
        return this.#list(namespace);
      case 'get':
        return stringify(await this.#get(namespace, words[1]), {
          // the older version quotes what looks like a time, as the command line does
          version: '1.1',
          lineWidth: 0,
          sortMapEntries: true,
        });
      case 'create':
        return this.#create(namespace, command);
      case 'update':
        return this.#update(namespace, command);
      case 'delete':
        await this.#send('DELETE', `${secretsOf(namespace)}/${words[1]}`);
        return `Secret '${words[1]}' deleted\n`;
      default:
        throw new OccError(`unknown command "${words[0]}" for "occ secret"`);
    }
  }

  /** What the Secret API lists, with the planes that the references name. */
  async #list(namespace: string): Promise<string> {
    const secrets = await this.#all(secretsOf(namespace));
    const references = await this.#all(
      `/api/v1/namespaces/${namespace}/secretreferences`,
    );
    const planes = new Map(
      references.map(({ metadata, spec }) => [metadata.name, spec.targetPlane]),
    );
    return printTable([
      ['NAME', 'TYPE', 'TARGET PLANE', 'AGE'],
      ...secrets.map(({ metadata, type }) => {
        const { kind, name } = planes.get(metadata.name);
        const age = Date.now() - Date.parse(metadata.creationTimestamp);
        return [
          metadata.name,
          type,
          `${kind}/${name}`,
          `${Math.floor(age / 1000)}s`,
        ];
      }),
    ]);
  }

  async #get(namespace: string, name: string): Promise<any> {
    return this.#send('GET', `${secretsOf(namespace)}/${name}`);
  }

  async #create(namespace: string, command: Command): Promise<string> {
    const { words, flags } = command;
    const [, kind, name] = words;
    const targetPlane = readPlane(flags.get('--target-plane')?.[0]);
    const { type, data } = await this.#content(kind, command);
    const { metadata } = await this.#send('POST', secretsOf(namespace), {
      secretName: name,
      secretType: type,
      targetPlane,
      data: Object.fromEntries(data),
      labels: { [categoryLabel]: flags.get('--category')?.[0] ?? 'generic' },
    });
    return `Secret '${metadata.name}' created\n`;
  }

  async #content(
    kind: string,
    command: Command,
  ): Promise<{ type: string; data: Map<string, string> }> {
    switch (kind) {
      case 'docker-registry':
        return {
          type: 'kubernetes.io/dockerconfigjson',
          data: dockerConfig(command),
        };
      case 'tls':
        return {
          type: 'kubernetes.io/tls',
          data: await certificatePair(command, this.#readFile),
        };
      default:
        return {
          type: command.flags.get('--type')?.[0] ?? 'Opaque',
          data: await collectData(command, this.#readFile),
        };
    }
  }

  /** Reads the secret, lays the new values over it, and hands on the category alone of its labels. */
  async #update(namespace: string, command: Command): Promise<string> {
    const name = command.words[1];
    const given = await collectData(command, this.#readFile);
    const { data, metadata } = await this.#get(namespace, name);
    const kept = command.flags.has('--replace')
      ? []
      : Object.entries<string>(data).map(
          ([key, value]) =>
            [key, Buffer.from(value, 'base64').toString('utf8')] as const,
        );
    const category = metadata.labels?.[categoryLabel];
    await this.#send('PUT', `${secretsOf(namespace)}/${name}`, {
      data: Object.fromEntries([...kept, ...given]),
      ...(category && { labels: { [categoryLabel]: category } }),
    });
    return `Secret '${name}' updated\n`;
  }

  async #all(path: string): Promise<any[]> {
    const items: any[] = [];
    let cursor: string | undefined;
    do {
      const next: string = cursor ? `&cursor=${cursor}` : '';
      const page = await this.#send('GET', `${path}?limit=${pageSize}${next}`);
      items.push(...page.items);
      cursor = page.pagination.nextCursor;
    } while (cursor);
    return items;
  }

  /** @throws OccError with the reason that the API gave */
  async #send(method: string, path: string, body?: object): Promise<any> {
    const answer = await this.#client.send(method, path, { body });
    if (answer.code >= 300) {
      throw new OccError(answer.body.error);
    }
    return answer.code === 204 ? undefined : answer.body;
  }
}

function secretsOf(namespace: string): string {
  return `/api/v1alpha1/namespaces/${namespace}/secrets`;
}

function readPlane(text: string | undefined): { kind: string; name: string } {
  if (!text) {
    throw new OccError(
      'Missing required parameter: --target-plane\n\nTo see usage details:\n  occ secret create -h',
    );
  }
  const [kind, name, ...rest] = text.split('/');
  if (!kind || !name || rest.length > 0) {
    throw new OccError(
      `invalid --target-plane "${text}": expected Kind/Name (e.g. DataPlane/dp-prod)`,
    );
  }
  return { kind, name };
}
