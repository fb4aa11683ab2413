const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomain = `${label}(\\.${label})*`;
const qualifiedName = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const labelValue = `(${qualifiedName})?`;
const configKey = '[-._a-zA-Z0-9]+';

const subdomainMessage = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${subdomain}')`;

function matchesAll(pattern: string, text: string): boolean {
  return new RegExp(`^(?:${pattern})$`).test(text) && !text.includes('\n');
}

function longerThan(bytes: number, text: string): string[] {
  return Buffer.byteLength(text) > bytes
    ? [`must be no more than ${bytes} bytes`]
    : [];
}

/**
 * What is wrong with a DNS-1123 subdomain; empty when nothing is.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 * @internal
 */
export function subdomainProblems(name: string): string[] {
  return [
    ...longerThan(253, name),
    ...(matchesAll(subdomain, name) ? [] : [subdomainMessage]),
  ];
}

/** What is wrong with a DNS-1123 label, as namespaces are named. @internal */
export function dnsLabelProblems(name: string): string[] {
  return [
    ...longerThan(63, name),
    ...(matchesAll(label, name)
      ? []
      : [
          `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '${label}')`,
        ]),
  ];
}

/** What is wrong with the key of a label or an annotation. @internal */
export function qualifiedNameProblems(key: string): string[] {
  const parts = key.split('/');
  const name = parts[parts.length - 1];
  const problems: string[] = [];
  if (parts.length > 2) {
    return [
      `a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${qualifiedName}') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  if (parts.length === 2) {
    if (!parts[0]) {
      problems.push('prefix part must be non-empty');
    } else {
      problems.push(
        ...subdomainProblems(parts[0]).map(problem => `prefix part ${problem}`),
      );
    }
  }
  if (!name) {
    problems.push('name part must be non-empty');
  } else {
    problems.push(
      ...longerThan(63, name).map(problem => `name part ${problem}`),
    );
  }
  if (!matchesAll(qualifiedName, name)) {
    problems.push(
      `name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${qualifiedName}')`,
    );
  }
  return problems;
}

/** What is wrong with the value of a label. @internal */
export function labelValueProblems(value: string): string[] {
  return [
    ...longerThan(63, value),
    ...(matchesAll(labelValue, value)
      ? []
      : [
          `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '${labelValue}')`,
        ]),
  ];
}

/** What is wrong with a key of a Secret or ConfigMap. @internal */
export function configKeyProblems(key: string): string[] {
  const problems = longerThan(253, key);
  if (!matchesAll(configKey, key)) {
    problems.push(
      `a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '${configKey}')`,
    );
  }
  if (key === '.' || key === '..') {
    problems.push(`must not be '${key}'`);
  } else if (key.startsWith('..')) {
    problems.push(`must not start with '..'`);
  }
  return problems;
}
