import { KubernetesObject } from '../../storage/types';
import { ResourceType } from '../resources/ResourceType';
import { BackgroundTasks } from './BackgroundTasks';
import { ObjectReader } from './ObjectReader';
import { ObjectWriter } from './ObjectWriter';

const serviceAccount = 'default';
const rootCertificate = 'kube-root-ca.crt';

/** @internal */
export interface NamespaceContentsOptions {
  reader: ObjectReader;
  writer: ObjectWriter;
  tasks: BackgroundTasks;
  namespaceType: ResourceType;
  serviceAccountType: ResourceType;
  configMapType: ResourceType;
  /** PEM of the authority that signs the server's certificate. */
  authority: string;
}

/**
 * Gives every namespace what the controllers of a real cluster give it, as often as it is
 * missing: the service account `default` and the authority that Pods trust.
 *
 * @internal
 */
export class NamespaceContents {
  readonly #options: NamespaceContentsOptions;

  constructor(options: NamespaceContentsOptions) {
    this.#options = options;
  }

  resume(): void {
    const { reader, namespaceType } = this.#options;
    for (const { key } of reader.list(namespaceType, {}).items) {
      this.#fill(key);
    }
  }

  /** To be called after every change. */
  follow(
    type: ResourceType,
    { metadata }: KubernetesObject,
    change: 'put' | 'removed',
  ): void {
    const { namespaceType, serviceAccountType, configMapType } = this.#options;
    if (type === namespaceType && change === 'put') {
      this.#fill(metadata.name!);
    }
    const isContents =
      (type === serviceAccountType && metadata.name === serviceAccount) ||
      (type === configMapType && metadata.name === rootCertificate);
    if (isContents && change === 'removed') {
      this.#fill(metadata.namespace!);
    }
  }

  #fill(namespace: string): void {
    const { reader, tasks, namespaceType, authority } = this.#options;
    const { serviceAccountType, configMapType } = this.#options;
    tasks.schedule(`contents/${namespace}`, () => {
      const found = reader.find(namespaceType, undefined, namespace)?.parse();
      if (!found || found.metadata.deletionTimestamp) {
        return;
      }
      this.#provide(serviceAccountType, namespace, {
        metadata: { name: serviceAccount },
      });
      this.#provide(configMapType, namespace, {
        metadata: {
          name: rootCertificate,
          annotations: {
            'kubernetes.io/description':
              'Holds the certificate authority of this API server.',
          },
        },
        data: { 'ca.crt': authority },
      });
    });
  }

  #provide(
    type: ResourceType,
    namespace: string,
    object: KubernetesObject,
  ): void {
    const { reader, writer } = this.#options;
    if (!reader.find(type, namespace, object.metadata.name!)) {
      writer.create(type, namespace, object, {
        fieldManager: 'kube-controller-manager',
      });
    }
  }
}
