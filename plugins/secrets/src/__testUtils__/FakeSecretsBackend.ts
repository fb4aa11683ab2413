import { http, HttpResponse, RequestHandler } from 'msw';
import {
  Activity,
  ErrorResponse,
  FieldProblem,
  Finding,
  InstallationConfig,
  Namespace,
  Plane,
  PlannedChange,
  RecordVerification,
  Repair,
  SecretDetails,
  SecretPage,
  SecretSummary,
  SecretValidation,
  SecretVersion,
} from '@strongroom/backstage-plugin-secrets-common';
import {
  aDelivery,
  anError,
  aNamespace,
  aPlane,
  someDetails,
} from './fixtures';

/** Where the backend of the tests is. */
export const BASE_URL = 'http://localhost:7007/api/secrets';

type RequestRecord = {
  method: string;
  path: string;
  search: URLSearchParams;
  headers: Headers;
  body?: any;
};

/** A secrets backend on the wire: answers what a test puts into it and keeps what was asked. */
export class FakeSecretsBackend {
  config: InstallationConfig = {
    enabled: true,
    reveal: { enabled: false },
    limits: { bodyBytes: 3_145_728, keys: 500 },
    types: [
      'Opaque',
      'kubernetes.io/basic-auth',
      'kubernetes.io/ssh-auth',
      'kubernetes.io/dockerconfigjson',
      'kubernetes.io/tls',
    ],
    categories: ['generic', 'git-credentials'],
  };
  namespaces: Namespace[] = [aNamespace('payments'), aNamespace('shared')];
  planes: Plane[] = [aPlane('default')];
  secrets: SecretSummary[] = [];
  problems: SecretPage['problems'] = [];
  details = new Map<string, SecretDetails>();
  /** Deliveries in the order in which they are answered; the last one stays. */
  deliveries = [aDelivery('Synced')];
  /** Answers that take the place of a route's own, by method and path. */
  failures = new Map<string, ErrorResponse>();
  /** What a check of a draft answers. */
  validation: SecretValidation = { valid: true, errors: [], warnings: [] };
  /** 204 when true, 202 otherwise. */
  confirmsDelete = true;
  manifest = 'kind: SecretReference\n';
  /** Versions that the store keeps, newest first. */
  versions: SecretVersion[] = [];
  /** Versions compared with a chosen one, by its id. */
  comparisons = new Map<string, SecretVersion[]>();
  /** Rows of the record, newest first; filters are recorded only. */
  activity: Activity[] = [];
  /** What a verification of the record finds. */
  verification: RecordVerification = { intact: true, rows: 0, notAnchored: 0 };
  findings: Finding[] = [];
  /** What a repair or an adoption does, or would do. */
  planned: PlannedChange[] = [];
  /** Whether a repair leaves nothing of what was found. */
  settles = true;
  /** What a refused change says of the keys that somebody else has changed. */
  conflict: FieldProblem[] = [];
  /** Public halves that the next change answers. */
  generated: SecretDetails['generated'];
  entitySecrets: unknown[] = [];
  readonly requests: RequestRecord[] = [];

  /** Requests of one route. */
  asked(method: string, path: string): RequestRecord[] {
    return this.requests.filter(r => r.method === method && r.path === path);
  }

  get handlers(): RequestHandler[] {
    return [
      http.all(`${BASE_URL}/*`, async ({ request }) => {
        const url = new URL(request.url);
        const path = decodeURIComponent(
          url.pathname.slice(new URL(BASE_URL).pathname.length),
        );
        const text = await request.clone().text();
        this.requests.push({
          method: request.method,
          path,
          search: url.searchParams,
          headers: request.headers,
          body: text ? JSON.parse(text) : undefined,
        });
        const failure = this.failures.get(`${request.method} ${path}`);
        if (failure) {
          return HttpResponse.json(failure, {
            status: failure.response.statusCode,
          });
        }
        const ifMatch = request.headers.get('If-Match');
        const dryRun = url.searchParams.get('dryRun') === 'true';
        return (
          this.#change(request.method, path, ifMatch, text, dryRun) ??
          this.#answer(request.method, path, url.searchParams, text)
        );
      }),
    ];
  }

  /** Changes a secret as it was read; undefined for other requests. */
  #change(
    method: string,
    path: string,
    ifMatch: string | null,
    text: string,
    dryRun: boolean,
  ) {
    const [, , namespace, , name, action] = path.split('/');
    const ref = `${namespace}/${name}`;
    const found = this.details.get(ref);
    const changes =
      method === 'PATCH' ||
      (method === 'PUT' && action === 'data') ||
      path.endsWith('/restore') ||
      path.endsWith('/adopt');
    if (!changes || !found) {
      return undefined;
    }
    if (ifMatch !== found.etag) {
      return HttpResponse.json(
        anError(412, 'VersionConflict', 'It was changed.', this.conflict),
        { status: 412 },
      );
    }
    if (action === 'adopt') {
      return this.#adopt(ref, found, dryRun);
    }
    const { data = {} } = text ? JSON.parse(text) : {};
    const kept = found.keys.filter(
      key => method !== 'PUT' && data[key] !== null,
    );
    const set = Object.keys(data).filter(key => data[key] !== null);
    const changed: SecretDetails = {
      ...found,
      keys: [...new Set([...kept, ...set])].sort(),
      etag: `"${Number(found.etag.slice(1, -1)) + 1}"`,
      delivery: { state: 'Pushing', since: new Date().toISOString() },
    };
    this.details.set(ref, changed);
    return HttpResponse.json({
      ...changed,
      ...(this.generated && { generated: this.generated }),
    });
  }

  #answer(method: string, path: string, search: URLSearchParams, text: string) {
    if (path === '/config') {
      return HttpResponse.json(this.config);
    }
    if (path === '/namespaces') {
      return HttpResponse.json({ items: this.namespaces });
    }
    if (path.endsWith('/planes')) {
      return HttpResponse.json({ items: this.planes });
    }
    if (path === '/secrets') {
      return HttpResponse.json(this.#page(search));
    }
    if (path.endsWith('/delivery')) {
      const [delivery] = this.deliveries;
      if (this.deliveries.length > 1) {
        this.deliveries.shift();
      }
      return HttpResponse.json(delivery);
    }
    if (path.endsWith('/sync')) {
      return HttpResponse.json(this.deliveries[0], { status: 202 });
    }
    if (path.endsWith('/versions')) {
      const against = search.get('against');
      return HttpResponse.json({
        items: this.comparisons.get(against ?? '') ?? this.versions,
      });
    }
    if (path === '/findings') {
      return HttpResponse.json({
        items: this.findings,
        problems: this.problems,
      });
    }
    if (path.startsWith('/findings/')) {
      return HttpResponse.json(this.#repair(path, search));
    }
    if (path.endsWith('/activity')) {
      const start = Number(search.get('cursor') ?? 0);
      const end = start + Number(search.get('limit') ?? 50);
      return HttpResponse.json({
        items: this.activity.slice(start, end),
        pageInfo: end < this.activity.length ? { nextCursor: String(end) } : {},
      });
    }
    if (path === '/record/verification') {
      return HttpResponse.json(this.verification);
    }
    if (path.endsWith('/manifest')) {
      return HttpResponse.text(this.manifest);
    }
    if (path.startsWith('/entities/')) {
      return HttpResponse.json({ items: this.entitySecrets });
    }
    if (path.endsWith('/secret-validations')) {
      return HttpResponse.json(this.validation);
    }
    if (path.endsWith('/references')) {
      const { name, type, source } = JSON.parse(text);
      const linked = someDetails(name, {
        type,
        delivery: {
          state: source.kind === 'path' ? 'Unknown' : 'Pushing',
          since: new Date().toISOString(),
        },
      });
      this.secrets.push(linked);
      return HttpResponse.json(linked, { status: 201 });
    }
    if (method === 'POST') {
      const { name, type, data } = JSON.parse(text);
      const created = someDetails(name, {
        type,
        keys: Object.keys(data),
        delivery: { state: 'Pushing', since: new Date().toISOString() },
      });
      this.secrets.push(created);
      return HttpResponse.json(created, { status: 201 });
    }
    const [, , namespace, , name] = path.split('/');
    return this.#one(method, `${namespace}/${name}`);
  }

  #one(method: string, ref: string) {
    const found = this.details.get(ref);
    if (!found) {
      return HttpResponse.json(
        anError(404, 'SecretNotFound', 'There is no such secret.'),
        { status: 404 },
      );
    }
    if (method !== 'DELETE') {
      return HttpResponse.json(found);
    }
    const others = this.secrets.filter(({ name }) => name !== found.name);
    if (this.confirmsDelete) {
      this.secrets = others;
      return new HttpResponse(undefined, { status: 204 });
    }
    const delivery = { ...found.delivery, state: 'Deleting' as const };
    this.details.set(ref, { ...found, delivery });
    this.secrets = [...others, { ...found, delivery }];
    return HttpResponse.json({ ...found, delivery }, { status: 202 });
  }

  #adopt(ref: string, found: SecretDetails, dryRun: boolean) {
    const secret = { ...found, managed: true, source: 'portal' as const };
    if (!dryRun) {
      this.details.set(ref, secret);
    }
    return HttpResponse.json({
      dryRun,
      changes: this.planned,
      ...(!dryRun && { secret }),
    });
  }

  #repair(path: string, search: URLSearchParams): Repair {
    const dryRun = search.get('dryRun') === 'true';
    const settled = !dryRun && this.settles;
    if (settled) {
      const [, , found] = path.split('/');
      this.findings = this.findings.filter(({ id }) => id !== found);
    }
    return { dryRun, settled, changes: this.planned };
  }

  /** Filters by namespace, state and text, and pages; sorting is recorded only. */
  #page(search: URLSearchParams): SecretPage {
    const namespaces = search.getAll('namespace');
    const q = search.get('q') ?? '';
    const state = search.get('state');
    const limit = Number(search.get('limit') ?? 50);
    const start = Number(search.get('cursor') ?? 0);
    const found = this.secrets.filter(
      secret =>
        (namespaces.length === 0 || namespaces.includes(secret.namespace)) &&
        (!state || secret.delivery.state === state) &&
        `${secret.name} ${secret.keys.join(' ')}`.includes(q),
    );
    const items = found.slice(start, start + limit);
    const end = start + items.length;
    return {
      items,
      totalItems: found.length,
      pageInfo: end < found.length ? { nextCursor: String(end) } : {},
      problems: this.problems,
    };
  }
}
