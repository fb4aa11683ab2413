import { explainLabelValue } from '@strongroom/backstage-plugin-secrets-common';

const TENANT = '{namespace}';
const KEY =
  /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const TERM =
  /^(?<not>!?)(?<key>[^=!]+)$|^(?<name>[^=!]+)(?<operator>==?|!=)(?<value>[^=!]*)$/;

interface Term {
  key: string;
  /** Absent: any value will do. */
  value?: string;
  /** Whether the label, or its value, must not be there. */
  not: boolean;
}

/**
 * Selects namespaces by their labels, for one tenant: `{namespace}` as a value stands for his.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#equality-based-requirement
 */
export class LabelSelector {
  /** What OpenChoreo labels the namespaces with that it makes in planes. */
  static readonly ofTenant = new LabelSelector([
    { key: 'openchoreo.dev/namespace', value: TENANT, not: false },
  ]);

  readonly #terms: Term[];

  private constructor(terms: Term[]) {
    this.#terms = terms;
  }

  /** Reads terms such as `a=b`, `a!=b`, `a` and `!a`, joined by commas; `undefined` when it is no such text. */
  static parse(text: string): LabelSelector | undefined {
    const terms = text.split(',').map(parseTerm);
    const read = terms.flatMap(term => term ?? []);
    return read.length === terms.length ? new LabelSelector(read) : undefined;
  }

  /** Whether a namespace has to name the tenant to be selected for him. */
  get namesTenant(): boolean {
    return this.#terms.some(({ value, not }) => value === TENANT && !not);
  }

  /** Whether labels are of a namespace that is selected for a tenant. */
  matches(labels: Record<string, string> | undefined, tenant: string): boolean {
    return this.#terms.every(({ key, value, not }) => {
      const present =
        labels && Object.hasOwn(labels, key) ? labels[key] : undefined;
      const wanted = value === TENANT ? tenant : value;
      const fits =
        wanted === undefined ? present !== undefined : present === wanted;
      return fits !== not;
    });
  }
}

function parseTerm(text: string): Term | undefined {
  const { not, key, name, operator, value } =
    TERM.exec(text.trim())?.groups ?? {};
  const label = (key ?? name)?.trim();
  if (!label || !KEY.test(label)) {
    return undefined;
  }
  if (operator === undefined) {
    return { key: label, not: not === '!' };
  }
  const wanted = value.trim();
  return wanted === TENANT || explainLabelValue(wanted) === undefined
    ? { key: label, value: wanted, not: operator === '!=' }
    : undefined;
}
