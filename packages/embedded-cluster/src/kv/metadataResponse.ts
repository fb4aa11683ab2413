import { envelope } from './envelope';
import { formatGoDuration } from './goDuration';
import { KvEngine } from './KvEngine';
import { KvError } from './KvError';
import { mergeJson } from './mergeJson';
import {
  bodyOf,
  customMetadataField,
  durationField,
  flagField,
  numberField,
  requireMergePatch,
} from './requestFields';
import { JsonObject, KvEntry, KvRequest, KvResponse } from './types';

const noContent: KvResponse = { status: 204 };

const metadataFields = [
  'max_versions',
  'cas_required',
  'metadata_cas_required',
  'delete_version_after',
  'custom_metadata',
];

/** Answers for `metadata/<path>`. @throws KvError @internal */
export function metadataResponse(
  engine: KvEngine,
  path: string,
  request: KvRequest,
): KvResponse {
  const found = engine.find(path);
  switch (request.method) {
    case 'GET':
      if (!found) {
        throw KvError.notFound();
      }
      return { status: 200, body: envelope({ data: describeEntry(found) }) };
    case 'POST':
    case 'PUT':
      return writeMetadata(engine, path, bodyOf(request), found);
    case 'PATCH': {
      requireMergePatch(request);
      if (!found) {
        return { status: 404 };
      }
      const body = bodyOf(request);
      const { custom_metadata: custom } = body;
      const patched =
        custom === undefined
          ? body
          : {
              ...body,
              custom_metadata: mergeJson(found.customMetadata ?? {}, custom),
            };
      return writeMetadata(engine, path, patched, found);
    }
    case 'DELETE':
      engine.removeEntirely(path);
      return noContent;
    default:
      throw KvError.unsupportedOperation();
  }
}

function writeMetadata(
  engine: KvEngine,
  path: string,
  body: JsonObject,
  found: KvEntry | undefined,
): KvResponse {
  const cas = numberField('metadata_cas', body.metadata_cas);
  if (cas !== undefined && cas !== (found?.metadataVersion ?? 0)) {
    throw new KvError(
      400,
      'metadata check-and-set parameter does not match the current version',
    );
  }
  const { custom_metadata: custom } = body;
  const customMetadata =
    custom === undefined ? undefined : customMetadataField(custom);
  const maxVersions = numberField('max_versions', body.max_versions);
  const after = durationField(
    'delete_version_after',
    body.delete_version_after,
  );
  if (found && !metadataFields.some(field => Object.hasOwn(body, field))) {
    return noContent;
  }
  engine.writeMetadata(path, entry => ({
    ...entry,
    maxVersions: maxVersions ?? entry.maxVersions,
    casRequired: flagField(body.cas_required, entry.casRequired),
    metadataCasRequired: flagField(
      body.metadata_cas_required,
      entry.metadataCasRequired,
    ),
    deleteVersionAfter: after ?? entry.deleteVersionAfter,
    customMetadata: customMetadata ?? entry.customMetadata,
  }));
  return noContent;
}

/** Everything about a path but its values. @internal */
export function describeEntry(entry: KvEntry): JsonObject {
  const versions = Object.entries(entry.versions).map(([number, version]) => [
    number,
    {
      created_time: version.createdTime,
      deletion_time: version.deletionTime,
      destroyed: version.destroyed,
    },
  ]);
  return {
    cas_required: entry.casRequired,
    created_time: entry.createdTime,
    current_metadata_version: entry.metadataVersion,
    current_version: entry.currentVersion,
    custom_metadata: entry.customMetadata ?? null,
    delete_version_after: formatGoDuration(entry.deleteVersionAfter),
    max_versions: entry.maxVersions,
    metadata_cas_required: entry.metadataCasRequired,
    oldest_version: entry.oldestVersion,
    updated_time: entry.updatedTime,
    versions: Object.fromEntries(versions),
  };
}
