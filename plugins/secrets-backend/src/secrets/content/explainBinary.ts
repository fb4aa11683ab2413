import { ContentInput } from './types';

/**
 * Says why bytes that are not UTF-8 text cannot be taken; `undefined` when they can.
 * @param formed - whether the type of the secret says what form the value has; all such forms are text
 */
export function explainBinary(
  input: Pick<ContentInput, 'type' | 'capabilities'>,
  key: string,
  formed: boolean,
  asBase64: boolean,
): string | undefined {
  if (formed) {
    return key === 'tls.crt' || key === 'tls.key' || key === 'ca.crt'
      ? 'This is not PEM text. Convert DER with "openssl x509 -inform DER" or "openssl pkey -inform DER", a PKCS#12 file with "openssl pkcs12 -nodes".'
      : `This is not text, as a secret of type ${input.type} needs under this key.`;
  }
  return input.capabilities.binary || asBase64
    ? undefined
    : `The bytes under "${key}" are not UTF-8 text, and the store of this plane keeps only text. Send the value with "storeAs": "base64"; whoever reads it then needs decodingStrategy: Base64.`;
}
