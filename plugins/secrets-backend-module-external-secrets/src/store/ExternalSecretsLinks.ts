import {
  Footprint,
  LinkSight,
  PartialObjectMetadata,
  RESOURCES,
  SecretLinks,
  Step,
  StoredSecretDescription,
  StoredSecretLink,
  Verification,
} from '@strongroom/backstage-plugin-secrets-node';
import { explainLinkName, linkPlace } from '../objects/linkPlace';
import { planeNamespace } from '../objects/planeNamespace';
import { PushSecret } from '../objects/types';
import { hasForeignContent, secretKeysOf } from '../objects/writers';
import { createLink } from '../steps/createLink';
import { isMarked } from '../steps/createOnce';
import { awaitLinkGone, deleteLink } from '../steps/deleteLink';
import { pushLink } from '../steps/pushLink';
import { releasePushSecret } from '../steps/releasePushSecret';
import { StepTools } from '../steps/types';
import { contentVersion } from './contentVersion';
import { describeSecret } from './describeSecret';

type Place = Omit<StoredSecretLink, 'keys' | 'operationId'>;

/** What is done to the PushSecret of a link. A sync makes a lost one again. */
const RIGHTS = {
  link: ['create'],
  relink: ['patch', 'create'],
  unlink: ['delete'],
} as const;

/** Secrets of the plane that somebody else keeps, carried to its store by a PushSecret beside each. */
export class ExternalSecretsLinks implements SecretLinks {
  readonly #tools: StepTools;

  private constructor(tools: StepTools) {
    this.#tools = tools;
  }

  static create(tools: StepTools): ExternalSecretsLinks {
    return new ExternalSecretsLinks(tools);
  }

  explainName(ref: { namespace: string; name: string }): string | undefined {
    return explainLinkName(ref);
  }

  async look(link: Place): Promise<LinkSight> {
    const { kubernetes } = this.#tools;
    const own = { namespace: planeNamespace(link.namespace), name: link.name };
    const [source, ...carriers] = await Promise.all([
      kubernetes.getMetadata(RESOURCES.secret, link.source),
      kubernetes.getMetadata(
        RESOURCES.pushSecret,
        linkPlace(link, link.source),
      ),
      // a secret of this name in the tenant's own namespace of the plane is pushed to the same path
      kubernetes.getMetadata(RESOURCES.pushSecret, own),
    ]);
    const footprint = footprintOf(carriers);
    if (!source) {
      return { source: 'absent', footprint };
    }
    return {
      source: source.metadata.deletionTimestamp ? 'deleting' : 'present',
      keys: secretKeysOf(source.metadata),
      footprint,
    };
  }

  link(link: StoredSecretLink): Step[] {
    return [createLink(this.#tools, link)];
  }

  relink(link: StoredSecretLink): Step[] {
    return [pushLink(this.#tools, link)];
  }

  unlink(link: Omit<StoredSecretLink, 'keys'>): Step[] {
    return [deleteLink(this.#tools, link), awaitLinkGone(this.#tools, link)];
  }

  abandon(link: Omit<StoredSecretLink, 'keys'>): Step[] {
    return [
      deleteLink(this.#tools, link),
      releasePushSecret(this.#tools, link, link.source),
    ];
  }

  async verify(link: StoredSecretLink): Promise<Verification> {
    const [secret, pushSecret] = await this.#read(link);
    return {
      intact:
        secret !== undefined &&
        pushSecret !== undefined &&
        isMarked(pushSecret, link.operationId) &&
        !pushSecret.metadata.deletionTimestamp &&
        !hasForeignContent(pushSecret.metadata),
      version: contentVersion(secret, pushSecret),
    };
  }

  async describe(link: Place): Promise<StoredSecretDescription | undefined> {
    const [secret, pushSecret] = await this.#read(link);
    return describeSecret(secret, pushSecret, this.#tools);
  }

  async isCarriedBy(
    link: Omit<StoredSecretLink, 'keys'>,
    signal: AbortSignal,
  ): Promise<boolean> {
    const pushSecret = await this.#tools.kubernetes.getMetadata(
      RESOURCES.pushSecret,
      linkPlace(link, link.source),
      { signal },
    );
    return (
      pushSecret !== undefined &&
      isMarked(pushSecret, link.operationId) &&
      !pushSecret.metadata.deletionTimestamp
    );
  }

  async requireRights(
    effect: keyof typeof RIGHTS,
    link: Place,
    options?: { signal?: AbortSignal },
  ): Promise<void> {
    const place = linkPlace(link, link.source);
    await Promise.all(
      RIGHTS[effect].map(verb =>
        this.#tools.kubernetes.requireRight?.(
          verb,
          RESOURCES.pushSecret,
          place,
          options,
        ),
      ),
    );
  }

  async #read(
    link: Place,
  ): Promise<[PartialObjectMetadata | undefined, PushSecret | undefined]> {
    const { kubernetes } = this.#tools;
    return Promise.all([
      kubernetes.getMetadata(RESOURCES.secret, link.source),
      kubernetes.get<PushSecret>(
        RESOURCES.pushSecret,
        linkPlace(link, link.source),
      ),
    ]);
  }
}

function footprintOf(
  carriers: Array<PartialObjectMetadata | undefined>,
): Footprint {
  const present = carriers.flatMap(object => object ?? []);
  if (present.some(({ metadata }) => metadata.deletionTimestamp)) {
    return { state: 'deleting' };
  }
  return { state: present.length > 0 ? 'foreign' : 'absent' };
}
