import {
  canonicaliseDuration,
  explainSecretKey,
  explainSecretName,
  FieldProblem,
  LinkDraft,
} from '@strongroom/backstage-plugin-secrets-common';
import {
  LinkedKey,
  SecretStore,
} from '@strongroom/backstage-plugin-secrets-node';
import { ConnectedPlane } from '../../clusters/types';
import { SecretsSettings } from '../../config';
import { ReferenceIntent, STRONGROOM } from '../../references';
import { checkMetadata, problem } from '../draft/checkMetadata';
import { checkOffered } from '../draft/checkOffered';
import { checkOwners, tooManyKeys } from '../draft/prepareDraft';
import { refuseProblems } from '../draft/refuseProblems';
import { remoteKeyOf } from '../draft/remoteKeyOf';
import { requireLinks, sourceGone } from '../operations/linkPlan';
import { chooseKeys, ChosenKeys } from './chooseKeys';
import { explainLinkPath } from './explainLinkPath';
import { requireLinkable } from './requireLinkable';
import { LinkTarget } from './types';

/** A link that was looked at and may be made. */
export interface PreparedLink {
  reference: Omit<ReferenceIntent, 'operationId' | 'createdBy' | 'now'>;
  target: LinkTarget;
  keys: LinkedKey[];
  /** What is doubtful, and blocks nothing. */
  warnings: FieldProblem[];
}

/** What a link is looked at with. */
export interface PrepareLinkOptions {
  plane: ConnectedPlane;
  store: SecretStore;
  settings: SecretsSettings;
  now: Date;
  /** Asked before a path outside the namespace's part of the store is looked at. @throws SecretsError */
  requireForeign(): Promise<void>;
}

interface Located {
  target: LinkTarget;
  chosen: ChosenKeys;
  remoteKey: string;
}

/**
 * Checks a link: its form first, then what it takes to look at its source, then the source.
 *
 * @throws SecretsError `InvalidRequest` naming the fields, `NotAllowed`, `Unsupported`
 */
export async function prepareLink(
  namespace: string,
  draft: LinkDraft,
  options: PrepareLinkOptions,
): Promise<PreparedLink> {
  const { settings, now } = options;
  refuse([
    ...problem('name', explainSecretName(draft.name)),
    ...checkOffered(draft, settings),
    ...checkMetadata(draft, now),
    ...checkOwners(draft),
    ...checkMapping(draft),
    ...checkSource(draft),
  ]);
  const { target, chosen, remoteKey } =
    draft.source.kind === 'path'
      ? await locatePath(namespace, draft, options)
      : await locateSecret(namespace, draft, options);
  const { limits } = settings.installation;
  refuse([
    ...chosen.errors,
    ...tooManyKeys(chosen.keys.length, limits.keys, 'keys'),
  ]);
  const { type, category, labels, description, owner, expiresAt } = draft;
  const { project, component } = draft;
  return {
    reference: {
      namespace,
      name: draft.name,
      type,
      category: category ?? 'generic',
      targetPlane: draft.targetPlane,
      keys: chosen.keys.map(({ key }) => key).sort(),
      remoteKey,
      // what carries a Secret to the store gives each key the name that the reference has for it
      ...(target.kind === 'path' && {
        properties: Object.fromEntries(
          chosen.keys.map(({ key, sourceKey }) => [key, sourceKey]),
        ),
      }),
      link: target.kind,
      managedBy: STRONGROOM,
      labels,
      description,
      owner,
      project,
      component,
      expiresAt,
      refreshInterval:
        draft.refreshInterval && canonicaliseDuration(draft.refreshInterval),
    },
    target,
    keys: chosen.keys,
    warnings: chosen.warnings,
  };
}

async function locatePath(
  namespace: string,
  { name, type, keys, source }: LinkDraft,
  { store, requireForeign }: PrepareLinkOptions,
): Promise<Located> {
  const path = source.path!;
  const ref = { namespace, name, remoteKey: path };
  const { inside, problem: unusable } = store.locate(ref);
  refuse(problem('source.path', unusable));
  if (!inside) {
    await requireForeign();
  }
  const sight = await store.lookAt(ref);
  refuse(
    problem(
      'source.path',
      sight.state === 'absent'
        ? 'Nothing stands at this path in the store of the plane.'
        : undefined,
    ),
  );
  return {
    target: { kind: 'path', paths: [path], foreign: !inside },
    chosen: chooseKeys(type, keys, sight.keys),
    remoteKey: path,
  };
}

async function locateSecret(
  namespace: string,
  { name, type, keys, source, project, component }: LinkDraft,
  { plane, store, settings }: PrepareLinkOptions,
): Promise<Located> {
  const links = requireLinks(store);
  const from = { namespace: source.namespace!, name: source.name! };
  const { path, errors } = remoteKeyOf(
    { namespace, name, type, project, component },
    { plane, settings },
  );
  refuse([
    ...errors,
    ...problem('name', links.explainName({ namespace, name })),
  ]);
  await requireLinkable(plane, {
    tenant: namespace,
    namespace: from.namespace,
  });
  const sight = await links.look({
    namespace,
    name,
    remoteKey: path,
    source: from,
  });
  if (sight.source !== 'present') {
    throw sourceGone({ source: from });
  }
  return {
    target: { kind: 'secret', remoteKey: path, source: from, type, keys },
    chosen: chooseKeys(type, keys, sight.keys),
    remoteKey: path,
  };
}

/** The contract cannot say that fields go together. */
function checkSource({ source }: LinkDraft): FieldProblem[] {
  if (source.kind === 'path') {
    return [
      ...problem('source.path', pathProblem(source.path)),
      ...['namespace' as const, 'name' as const].flatMap(field =>
        problem(
          `source.${field}`,
          source[field] === undefined
            ? undefined
            : 'Only a source of kind "secret" has it.',
        ),
      ),
    ];
  }
  return [
    ...problem(
      'source.path',
      source.path === undefined
        ? undefined
        : 'Only a source of kind "path" has it.',
    ),
    ...problem(
      'source.namespace',
      source.namespace ? undefined : 'Name the namespace of the plane.',
    ),
    ...problem('source.name', explainSecretName(source.name ?? '')),
  ];
}

function pathProblem(path: string | undefined): string | undefined {
  return path === undefined
    ? 'Name the path in the store.'
    : explainLinkPath(path);
}

function checkMapping({ keys, source }: LinkDraft): FieldProblem[] {
  return [
    ...problem(
      'keys.mode',
      keys.mode === 'all' && source.kind === 'path'
        ? 'All keys can be linked of a Kubernetes Secret; of a path, name them.'
        : undefined,
    ),
    ...Object.entries(keys.mapping ?? {}).flatMap(([key, sourceKey]) =>
      problem(`keys.mapping.${key}`, explainSecretKey(sourceKey)),
    ),
  ];
}

function refuse(errors: FieldProblem[]): void {
  refuseProblems({ errors, contentErrors: [] });
}
