import { useState } from 'react';
import Button from '@material-ui/core/Button';
import GetAppIcon from '@material-ui/icons/GetApp';
import Alert from '@material-ui/lab/Alert';
import Skeleton from '@material-ui/lab/Skeleton';
import { useAnalytics } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SecretKeyRef } from '@strongroom/backstage-plugin-secrets-common';
import { useSecretManifest } from '../../queries';
import { secretsTranslationRef } from '../../translation';
import { describeError } from '../StateMessage';
import { CodeBlock } from '../CodeBlock';
import { DetailSection } from '../DetailSection';

/** @internal */
export interface ManifestSectionProps {
  secret: SecretKeyRef;
}

/** The secret reference as YAML, fetched when it is asked for. @internal */
export function ManifestSection(props: ManifestSectionProps) {
  const { t } = useTranslationRef(secretsTranslationRef);
  const [open, setOpen] = useState(false);
  return (
    <DetailSection title={t('manifest.title')}>
      <p>{t('manifest.explanation')}</p>
      {open ? (
        <Manifest secret={props.secret} />
      ) : (
        <Button variant="outlined" onClick={() => setOpen(true)}>
          {t('manifest.show')}
        </Button>
      )}
    </DetailSection>
  );
}

function Manifest({ secret }: ManifestSectionProps) {
  const { t } = useTranslationRef(secretsTranslationRef);
  const analytics = useAnalytics();
  const manifest = useSecretManifest(secret);
  if (manifest.data !== undefined) {
    return (
      <CodeBlock
        label={t('manifest.title')}
        text={manifest.data}
        actions={
          <Button
            size="small"
            startIcon={<GetAppIcon />}
            href={`data:application/yaml;charset=utf-8,${encodeURIComponent(
              manifest.data,
            )}`}
            download={`${secret.name}.yaml`}
            onClick={() => analytics.captureEvent('download', 'manifest')}
          >
            {t('manifest.download')}
          </Button>
        }
      />
    );
  }
  return manifest.error ? (
    <Alert severity="error">{describeError(t, manifest.error)}</Alert>
  ) : (
    <Skeleton variant="rect" height={120} />
  );
}
