import Typography from '@material-ui/core/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SecretDetails } from '@strongroom/backstage-plugin-secrets-common';
import { secretsTranslationRef } from '../../translation';
import { CodeBlock } from '../CodeBlock';

/** @internal */
export interface StoredAsHintProps {
  secret: SecretDetails;
}

/**
 * Says which keys are kept as base64 text, and what the reading ExternalSecret needs.
 * @see https://external-secrets.io/latest/guides/decoding-strategy/
 * @internal
 */
export function StoredAsHint(props: StoredAsHintProps) {
  const { remoteRefs, storedAs = {} } = props.secret;
  const { t } = useTranslationRef(secretsTranslationRef);
  const keys = Object.keys(storedAs);
  if (keys.length === 0) {
    return null;
  }
  const snippet = keys
    .map(key => {
      const ref = remoteRefs.find(({ secretKey }) => secretKey === key);
      return [
        `- secretKey: ${JSON.stringify(key)}`,
        '  remoteRef:',
        ...(ref?.key ? [`    key: ${JSON.stringify(ref.key)}`] : []),
        `    property: ${JSON.stringify(ref?.property ?? key)}`,
        '    decodingStrategy: Base64',
      ].join('\n');
    })
    .join('\n');
  return (
    <>
      <Typography variant="body2" style={{ margin: '8px 0' }}>
        {t('details.storedAs', { keys: keys.join(', ') })}
      </Typography>
      <CodeBlock label={t('details.storedAsSnippet')} text={snippet} />
    </>
  );
}
