import { notAcceptable } from '../errors';

/** The form in which a client wants its answer. @internal */
export interface Representation {
  as: 'object' | 'metadata' | 'table';
  /** Of the group `meta.k8s.io`. */
  version: string;
  notation: 'json' | 'yaml';
}

const transforms: Record<string, Representation['as']> = {
  Table: 'table',
  PartialObjectMetadata: 'metadata',
  PartialObjectMetadataList: 'metadata',
};

const notations: Record<string, Representation['notation']> = {
  'application/json': 'json',
  'application/*': 'json',
  '*/*': 'json',
  'application/yaml': 'yaml',
};

/** As the real server lists them. */
const available = [
  'application/json',
  'application/yaml',
  'application/vnd.kubernetes.protobuf',
  'application/json;stream=watch',
  'application/vnd.kubernetes.protobuf;stream=watch',
];

/** Chooses the first form of an Accept header that there is. @throws StatusError NotAcceptable @internal */
export function negotiate(accept: string): Representation {
  for (const range of (accept || '*/*').split(',')) {
    const [media, ...parameters] = range.split(';').map(part => part.trim());
    const notation = notations[media];
    if (!notation) {
      continue;
    }
    const options = new Map(
      parameters.map(parameter => {
        const [name, value = ''] = parameter.split('=');
        return [name, value] as const;
      }),
    );
    const as = options.get('as');
    const version = options.get('v') ?? 'v1';
    if (!as) {
      return { as: 'object', version: 'v1', notation };
    }
    const known =
      transforms[as] &&
      options.get('g') === 'meta.k8s.io' &&
      (version === 'v1' || version === 'v1beta1');
    if (known) {
      return { as: transforms[as], version, notation };
    }
  }
  throw notAcceptable(available);
}
