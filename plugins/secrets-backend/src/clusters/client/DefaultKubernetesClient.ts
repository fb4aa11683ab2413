import { LoggerService } from '@backstage/backend-plugin-api';
import {
  CallOptions,
  FIELD_MANAGER,
  isStoreError,
  KubernetesClient,
  KubernetesObject,
  KubernetesResource,
  ObjectPage,
  ObjectRef,
  PartialObjectMetadata,
  ReflectorListener,
  StoreError,
  Subscription,
} from '@strongroom/backstage-plugin-secrets-node';
import {
  Connection,
  HttpAnswer,
  HttpConnection,
  HttpRequest,
} from '../connection/HttpConnection';
import { KubeConfigEndpointSource } from '../connection/KubeConfigEndpointSource';
import { ClusterConfig } from '../connection/types';
import {
  callersRoute,
  ClusterIdentity,
  ImpersonatingConnection,
} from '../impersonation';
import { AccessReview, accessReviewOf, ACCESS_REVIEW } from './accessReview';
import { DEFAULT_TIMING, Reflector, ReflectorTiming } from './Reflector';
import { carriesValues, objectPath, resourcePath } from './resourcePath';
import { directRoute, Route } from './Route';
import { brokenAnswer, Call } from './toStoreError';
import { watchCollection } from './watchCollection';

const METADATA_ONLY =
  'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
const FIELD_MANAGER_QUERY = `fieldManager=${FIELD_MANAGER}`;
/** kubectl keeps a copy of the whole object here, values included. */
const COPY_OF_OBJECT = 'kubectl.kubernetes.io/last-applied-configuration';

type Body = Record<string, unknown> | undefined;

/**
 * Talks to the API server of one cluster. Every failure leaves it as a StoreError in our words; nothing of a request's
 * or an answer's body is logged or quoted, and the values of Secrets can be written but not read.
 */
export class DefaultKubernetesClient implements KubernetesClient {
  readonly cluster: string;
  readonly requireRight: KubernetesClient['requireRight'];
  readonly #connection: Connection;
  readonly #route: Route;
  readonly #logger: LoggerService;
  readonly #timing: ReflectorTiming;
  readonly #reflectors = new Set<Subscription>();

  private constructor(
    cluster: string,
    connection: Connection,
    route: Route,
    options: DefaultKubernetesClientOptions & { speaksForCaller?: boolean },
  ) {
    this.cluster = cluster;
    this.requireRight = options.speaksForCaller
      ? (...asked) => this.#requireRight(...asked)
      : undefined;
    this.#connection = connection;
    this.#route = route;
    this.#logger = options.logger.child({ cluster });
    this.#timing = { ...DEFAULT_TIMING, ...options.timing };
  }

  /** Connects with the first call, not before. */
  static create(
    config: ClusterConfig,
    options: DefaultKubernetesClientOptions,
  ): DefaultKubernetesClient {
    const connection = HttpConnection.create(
      config,
      KubeConfigEndpointSource.create(config),
    );
    return DefaultKubernetesClient.over(
      config.name,
      connection,
      directRoute,
      options,
    );
  }

  /** A client of a cluster that something stands before. */
  static over(
    cluster: string,
    connection: Connection,
    route: Route,
    options: DefaultKubernetesClientOptions,
  ): DefaultKubernetesClient {
    return new DefaultKubernetesClient(cluster, connection, route, options);
  }

  /** A client over the same connections whose every call the API server takes for one of somebody else. */
  as(identity: ClusterIdentity): DefaultKubernetesClient {
    return new DefaultKubernetesClient(
      this.cluster,
      ImpersonatingConnection.create(this.#connection, identity),
      callersRoute(this.#route),
      { logger: this.#logger, timing: this.#timing, speaksForCaller: true },
    );
  }

  async get<T extends KubernetesObject>(
    resource: KubernetesResource,
    ref: ObjectRef,
    options: CallOptions = {},
  ): Promise<T | undefined> {
    refuseValues(resource);
    return await orUndefined(
      this.#call<T>(
        'get',
        resource,
        {
          method: 'GET',
          path: objectPath(resource, ref),
          headers: { Accept: 'application/json' },
        },
        options,
      ),
    );
  }

  async getMetadata(
    resource: KubernetesResource,
    ref: ObjectRef,
    options: CallOptions = {},
  ): Promise<PartialObjectMetadata | undefined> {
    const answer = await orUndefined(
      this.#call<KubernetesObject>(
        'get',
        resource,
        {
          method: 'GET',
          path: objectPath(resource, ref),
          headers: { Accept: METADATA_ONLY },
        },
        options,
      ),
    );
    return answer && onlyMetadata(answer);
  }

  async listPage<T extends KubernetesObject>(
    resource: KubernetesResource,
    options: Parameters<KubernetesClient['listPage']>[1] = {},
  ): Promise<ObjectPage<T>> {
    refuseValues(resource);
    const query = new URLSearchParams();
    if (options.labelSelector) {
      query.set('labelSelector', options.labelSelector);
    }
    if (options.limit) {
      query.set('limit', String(options.limit));
    }
    if (options.continue) {
      query.set('continue', options.continue);
    }
    const list = await this.#call<{
      metadata?: { resourceVersion?: string; continue?: string };
      items?: T[];
    }>(
      'list',
      resource,
      {
        method: 'GET',
        path: `${resourcePath(resource, {
          namespace: options.namespace,
        })}?${query}`,
        headers: { Accept: 'application/json' },
      },
      options,
    );
    return {
      items: list.items ?? [],
      resourceVersion: list.metadata?.resourceVersion ?? '',
      continue: list.metadata?.continue || undefined,
    };
  }

  reflect<T extends KubernetesObject>(
    resource: KubernetesResource,
    listener: ReflectorListener<T>,
    options: { namespace?: string; labelSelector?: string } = {},
  ): Subscription {
    refuseValues(resource);
    const reflector = Reflector.start<T>({
      resource,
      listener,
      logger: this.#logger,
      timing: this.#timing,
      source: {
        listPage: page => this.listPage<T>(resource, { ...options, ...page }),
        watch: position =>
          watchCollection(
            this.#connection,
            this.#callOf('watch', resource),
            {
              path: resourcePath(resource, { namespace: options.namespace }),
              labelSelector: options.labelSelector,
              ...position,
            },
            this.#route,
          ),
      },
    });
    const subscription = {
      close: () => {
        this.#reflectors.delete(subscription);
        reflector.close();
      },
    };
    this.#reflectors.add(subscription);
    return subscription;
  }

  async create(
    resource: KubernetesResource,
    object: KubernetesObject & Record<string, unknown>,
    options: CallOptions = {},
  ): Promise<PartialObjectMetadata> {
    const { group, version, kind } = resource;
    const { namespace } = object.metadata;
    if (resource.namespaced && namespace === undefined) {
      throw new Error(`A ${kind} lives in a namespace`);
    }
    const answer = await this.#call<KubernetesObject>(
      'create',
      resource,
      {
        method: 'POST',
        path: `${resourcePath(resource, { namespace })}?${FIELD_MANAGER_QUERY}`,
        headers: {
          Accept: METADATA_ONLY,
          'Content-Type': 'application/json',
        },
      },
      options,
      {
        apiVersion: group ? `${group}/${version}` : version,
        kind,
        ...object,
      },
    );
    return onlyMetadata(answer);
  }

  async mergePatch(
    resource: KubernetesResource,
    ref: ObjectRef,
    patch: Record<string, unknown>,
    options: CallOptions = {},
  ): Promise<PartialObjectMetadata> {
    const answer = await this.#call<KubernetesObject>(
      'patch',
      resource,
      {
        method: 'PATCH',
        path: `${objectPath(resource, ref)}?${FIELD_MANAGER_QUERY}`,
        headers: {
          Accept: METADATA_ONLY,
          'Content-Type': 'application/merge-patch+json',
        },
      },
      options,
      patch,
    );
    return onlyMetadata(answer);
  }

  async delete(
    resource: KubernetesResource,
    ref: ObjectRef,
    options: CallOptions & { uid?: string; resourceVersion?: string } = {},
  ): Promise<void> {
    const { uid, resourceVersion } = options;
    await orUndefined(
      this.#call<unknown>(
        'delete',
        resource,
        {
          method: 'DELETE',
          path: objectPath(resource, ref),
          headers: {
            Accept: METADATA_ONLY,
            'Content-Type': 'application/json',
          },
        },
        options,
        {
          apiVersion: 'v1',
          kind: 'DeleteOptions',
          propagationPolicy: 'Background',
          ...((uid || resourceVersion) && {
            preconditions: { uid, resourceVersion },
          }),
        },
      ),
    );
  }

  /** Ends all reflectors and connections. */
  close(): void {
    for (const reflector of [...this.#reflectors]) {
      reflector.close();
    }
    this.#connection.close();
  }

  async #requireRight(
    ...[verb, resource, ref, options = {}]: Parameters<
      NonNullable<KubernetesClient['requireRight']>
    >
  ): Promise<void> {
    let review: AccessReview;
    try {
      review = await this.#call<AccessReview>(
        'review',
        resource,
        {
          method: 'POST',
          path: `${resourcePath(ACCESS_REVIEW, {})}?${FIELD_MANAGER_QUERY}`,
          headers: {
            Accept: 'application/json',
            'Content-Type': 'application/json',
          },
        },
        options,
        accessReviewOf(verb, resource, ref),
      );
    } catch (error) {
      // it is sent by POST and changes nothing all the same
      throw isStoreError(error) ? withKnownOutcome(error) : error;
    }
    if (review.status?.allowed !== true) {
      throw new StoreError(
        'Denied',
        `Cluster ${this.cluster} does not let the caller ${verb} ${resource.kind}.`,
        { deniedCaller: true },
      );
    }
  }

  #callOf(verb: Call['verb'], resource: KubernetesResource): Call {
    return { verb, kind: resource.kind, cluster: this.cluster };
  }

  async #call<T>(
    verb: Call['verb'],
    resource: KubernetesResource,
    request: HttpRequest,
    options: CallOptions,
    body?: Body,
  ): Promise<T> {
    const call = this.#callOf(verb, resource);
    this.#route.checkPath(call, request.path);
    const started = performance.now();
    let answer: HttpAnswer | undefined;
    try {
      answer = await this.#connection.send({
        ...request,
        body: body && JSON.stringify(body),
        signal: options.signal,
      });
    } finally {
      this.#logger.debug(`${verb} ${resource.kind}`, {
        status: answer?.status ?? 0,
        milliseconds: Math.round(performance.now() - started),
      });
    }
    if (answer.status < 200 || answer.status > 299) {
      throw this.#route.toError(call, answer);
    }
    return parseObject<T>(call, answer.body);
  }
}

/** Options of {@link DefaultKubernetesClient.create}. */
export interface DefaultKubernetesClientOptions {
  logger: LoggerService;
  /** Pauses of reflectors. */
  timing?: Partial<ReflectorTiming>;
}

function parseObject<T>(call: Call, body: string): T {
  try {
    const parsed = JSON.parse(body);
    if (typeof parsed === 'object' && parsed && !Array.isArray(parsed)) {
      return parsed;
    }
  } catch {
    // JSON.parse quotes what it was given; our own error says as much as may be said.
  }
  throw brokenAnswer(call);
}

function refuseValues(resource: KubernetesResource): void {
  if (carriesValues(resource)) {
    throw new StoreError(
      'Unsupported',
      'Secrets are read by their metadata alone.',
    );
  }
}

function withKnownOutcome(error: StoreError): StoreError {
  const { code, message, retryAfterMs, deniedCaller } = error;
  return new StoreError(code, message, { retryAfterMs, deniedCaller });
}

/** Drops the rest even where a server ignores what it was asked for. */
function onlyMetadata(object: KubernetesObject): PartialObjectMetadata {
  const metadata = { ...object.metadata };
  if (metadata.annotations?.[COPY_OF_OBJECT] !== undefined) {
    const { [COPY_OF_OBJECT]: _dropped, ...annotations } = metadata.annotations;
    metadata.annotations = annotations;
  }
  return { metadata };
}

async function orUndefined<T>(result: Promise<T>): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    if (isStoreError(error, 'NotFound')) {
      return undefined;
    }
    throw error;
  }
}
