import { KubernetesObject } from '../storage';
import { StoreClients } from './StoreClients';
import { SecretBytes, StoreRef } from './types';
import { NoSecretError, VaultError } from './vault/VaultError';
import { SecretsProvider } from './vault/SecretsProvider';

interface RemoteRef {
  key: string;
  property?: string;
  version?: string;
  decodingStrategy?: string;
  conversionStrategy?: string;
  metadataPolicy?: string;
}

interface Source {
  sourceRef?: { storeRef?: StoreRef };
}

/** @internal */
export interface ProviderDataOptions {
  clients: StoreClients;
  /** Told of what is not in the store when the target may lose it. */
  onMissing(message: string): void;
}

/**
 * What an ExternalSecret wants from its stores: `dataFrom` first, `data` over it.
 *
 * @throws VaultError that names the entry
 * @internal
 */
export async function readProviderData(
  external: KubernetesObject,
  options: ProviderDataOptions,
): Promise<SecretBytes> {
  const keepsMissing =
    (external.spec.target?.deletionPolicy ?? 'Retain') === 'Retain';
  const values: SecretBytes = new Map();
  const attempt = async (
    label: string,
    missing: string,
    read: () => Promise<void>,
  ) => {
    try {
      await read();
    } catch (error) {
      if (error instanceof NoSecretError && !keepsMissing) {
        options.onMissing(missing);
        return;
      }
      const text = error instanceof Error ? error.message : String(error);
      throw new VaultError(`error processing ${label}, err: ${text}`);
    }
  };

  const sources: (Source & { extract?: RemoteRef })[] =
    external.spec.dataFrom ?? [];
  for (const [index, source] of sources.entries()) {
    const missing = `secret does not exist at provider using spec.dataFrom[${index}]`;
    await attempt(`spec.dataFrom[${index}].extract`, missing, async () => {
      for (const [key, value] of await extract(external, source, options)) {
        values.set(key, value);
      }
    });
  }
  const entries: (Source & { secretKey: string; remoteRef: RemoteRef })[] =
    external.spec.data ?? [];
  for (const [index, entry] of entries.entries()) {
    const { key } = entry.remoteRef;
    // The real program says dataFrom here too.
    const missing = `secret does not exist at provider using spec.dataFrom[${index}] (key=${key})`;
    await attempt(`spec.data[${index}] (key: ${key})`, missing, async () => {
      const provider = open(external, entry, options);
      const value = await provider.get(entry.remoteRef);
      values.set(
        entry.secretKey,
        decode(entry.remoteRef.decodingStrategy, value),
      );
    });
  }
  return values;
}

async function extract(
  external: KubernetesObject,
  source: Source & { extract?: RemoteRef },
  options: ProviderDataOptions,
): Promise<SecretBytes> {
  if (!source.extract) {
    throw new VaultError('only extract is served');
  }
  const { conversionStrategy, decodingStrategy } = source.extract;
  const provider = open(external, source, options);
  const values = await provider.getMap(source.extract);
  const converted: SecretBytes = new Map();
  for (const [key, value] of values) {
    const name = convertKey(conversionStrategy ?? 'Default', key);
    if (converted.has(name)) {
      throw new VaultError(
        `error applying conversion strategy ${conversionStrategy} to keys: secret name collision during conversion: ${name}`,
      );
    }
    converted.set(name, decode(decodingStrategy, value));
  }
  return converted;
}

function open(
  external: KubernetesObject,
  { sourceRef }: Source,
  { clients }: ProviderDataOptions,
): SecretsProvider {
  const ref: Partial<StoreRef> =
    sourceRef?.storeRef ?? external.spec.secretStoreRef ?? {};
  return clients.open(
    { kind: ref.kind ?? 'SecretStore', name: ref.name ?? '' },
    external.metadata.namespace ?? '',
    true,
  );
}

function convertKey(strategy: string, key: string): string {
  if (strategy === 'None') {
    return key;
  }
  return key.replace(/[^\p{L}\p{N}\-._]/gu, character =>
    strategy === 'Unicode'
      ? `_U${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}_`
      : '_',
  );
}

function decode(strategy: string | undefined, value: Buffer): Buffer {
  const text = value.toString('utf8');
  switch (strategy) {
    case 'Base64':
      return decodeBase64(text, 'base64');
    case 'Base64URL':
      return decodeBase64(text, 'base64url');
    case 'Auto':
      if (isBase64(text, 'base64')) {
        return Buffer.from(text, 'base64');
      }
      return isBase64(text, 'base64url')
        ? Buffer.from(text, 'base64url')
        : value;
    default:
      return value;
  }
}

function decodeBase64(text: string, encoding: 'base64' | 'base64url'): Buffer {
  if (!isBase64(text, encoding)) {
    const name = encoding === 'base64' ? 'Base64' : 'Base64URL';
    throw new VaultError(
      `error applying decoding strategy ${name} to data: illegal base64 data`,
    );
  }
  return Buffer.from(text, encoding);
}

function isBase64(text: string, encoding: 'base64' | 'base64url'): boolean {
  const joined = text.replace(/[\r\n]/g, '');
  const alphabet =
    encoding === 'base64' ? /^[A-Za-z0-9+/]*={0,2}$/ : /^[\w-]*={0,2}$/;
  return joined.length % 4 === 0 && alphabet.test(joined);
}
