import {
  LinkedSource,
  ObjectRef,
} from '@strongroom/backstage-plugin-secrets-node';
import { Tenancy, tenancyOf } from '../objects/planeNamespace';
import { PushSecret } from '../objects/types';
import { PushRecord, toPushRecord } from './PushRecord';

/** A PushSecret as it is kept, under the name that its tenant knows. */
export interface StandingSecret extends Tenancy {
  record: PushRecord;
  /** Of a link: the Secret that it selects. */
  source?: LinkedSource;
}

/** What a tenant's name means now. */
export interface StandingChange {
  namespace: string;
  name: string;
  /** `undefined`: nothing stands there any more. */
  secret?: StandingSecret;
}

/**
 * The PushSecrets of a cluster by where they stand. A git secret of OpenChoreo's older kind shares its tenant's names
 * with the secrets of the present kind and gives way to one of the same name.
 */
export class StandingSecrets {
  /** By `<plane namespace>/<name>`. */
  readonly #byPlace = new Map<string, StandingSecret>();
  /** By `<tenant namespace>/<name>`, the places of what stands there. */
  readonly #places = new Map<string, Set<string>>();
  #unseen: Set<string> | undefined;

  private constructor() {}

  static create(): StandingSecrets {
    return new StandingSecrets();
  }

  /** Takes an object in; `undefined` when it is no tenant's. */
  upsert(pushSecret: PushSecret): StandingChange | undefined {
    const { metadata } = pushSecret;
    const tenancy = tenancyOf(metadata);
    if (!tenancy) {
      return this.remove(metadata);
    }
    const place = placeOf(metadata);
    this.#unseen?.delete(place);
    this.#byPlace.set(place, {
      ...tenancy,
      record: toPushRecord(pushSecret),
      ...(tenancy.linked && { source: sourceOf(pushSecret) }),
    });
    const key = `${tenancy.namespace}/${tenancy.name}`;
    const places = this.#places.get(key) ?? new Set();
    this.#places.set(key, places.add(place));
    return this.#changeOf(tenancy.namespace, tenancy.name);
  }

  /** Lets an object go; `undefined` when it was not known. */
  remove(ref: ObjectRef): StandingChange | undefined {
    return this.#removePlace(placeOf(ref));
  }

  /** A list begins: what it does not name is gone. */
  beginList(): void {
    this.#unseen = new Set(this.#byPlace.keys());
  }

  /** The list is complete. @returns what went */
  endList(): StandingChange[] {
    const gone = [...(this.#unseen ?? [])];
    this.#unseen = undefined;
    return gone.flatMap(place => this.#removePlace(place) ?? []);
  }

  /** Everything, one for each tenant's name. */
  *all(): Iterable<StandingSecret> {
    for (const places of this.#places.values()) {
      const secret = this.#preferred(places);
      if (secret) {
        yield secret;
      }
    }
  }

  #removePlace(place: string): StandingChange | undefined {
    const known = this.#byPlace.get(place);
    if (!known) {
      return undefined;
    }
    this.#byPlace.delete(place);
    const key = `${known.namespace}/${known.name}`;
    const places = this.#places.get(key);
    places?.delete(place);
    if (!places?.size) {
      this.#places.delete(key);
    }
    return this.#changeOf(known.namespace, known.name);
  }

  #changeOf(namespace: string, name: string): StandingChange {
    const places = this.#places.get(`${namespace}/${name}`) ?? new Set();
    return { namespace, name, secret: this.#preferred(places) };
  }

  #preferred(places: Set<string>): StandingSecret | undefined {
    const standing = [...places].flatMap(
      place => this.#byPlace.get(place) ?? [],
    );
    // what stands in a tenant's own namespace of the plane comes before what only says that it is the tenant's
    return (
      standing.find(({ linked, legacyGit }) => !linked && !legacyGit) ??
      standing.find(({ linked }) => linked) ??
      standing[0]
    );
  }
}

function sourceOf({ metadata, spec }: PushSecret): LinkedSource | undefined {
  const name = spec?.selector?.secret?.name;
  return metadata.namespace && name
    ? { namespace: metadata.namespace, name }
    : undefined;
}

function placeOf({ namespace, name }: ObjectRef): string {
  return `${namespace}/${name}`;
}
