import { useState } from 'react';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import Alert from '@material-ui/lab/Alert';
import Skeleton from '@material-ui/lab/Skeleton';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  SecretDetails,
  SecretVersion,
} from '@strongroom/backstage-plugin-secrets-common';
import { useVersions } from '../../queries';
import { secretsTranslationRef } from '../../translation';
import { DetailSection } from '../DetailSection';
import { describeError } from '../StateMessage';
import { RestoreDialog } from './RestoreDialog';
import { VersionItem } from './VersionItem';

/** Stands for the comparison of each version with the one before it. */
const BEFORE = '';

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: theme.spacing(1, 0, 0), padding: 0 },
  against: { marginTop: theme.spacing(1), maxWidth: 360 },
}));

/** @internal */
export interface VersionsSectionProps {
  secret: SecretDetails;
  mayRestore: boolean;
  /** Hands on a sentence about what was done. */
  onNotice: (sentence: string) => void;
}

/** The versions that the store keeps, or why there are none to show. @internal */
export function VersionsSection(props: VersionsSectionProps) {
  const { secret } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  if (!secret.capabilities) {
    return null;
  }
  return (
    <DetailSection title={t('versions.title')}>
      {secret.capabilities.versions ? (
        <Versions {...props} />
      ) : (
        t('versions.unsupported')
      )}
    </DetailSection>
  );
}

function Versions(props: VersionsSectionProps) {
  const { secret, mayRestore, onNotice } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const [against, setAgainst] = useState(BEFORE);
  const [restoring, setRestoring] = useState<{
    secret: SecretDetails;
    version: SecretVersion;
  }>();
  const versions = useVersions(secret, against || undefined);

  if (!versions.data) {
    return versions.error ? (
      <Alert severity="error">{describeError(t, versions.error)}</Alert>
    ) : (
      <Skeleton variant="rect" height={80} />
    );
  }
  return (
    <>
      {versions.data.length > 1 && (
        <TextField
          select
          id="versions-against"
          className={classes.against}
          fullWidth
          size="small"
          variant="outlined"
          label={t('versions.against')}
          value={against}
          onChange={event => setAgainst(event.target.value)}
          InputLabelProps={{ id: 'versions-against-label', shrink: true }}
          SelectProps={{
            labelId: 'versions-against-label',
            displayEmpty: true,
          }}
        >
          <MenuItem value={BEFORE}>{t('versions.before')}</MenuItem>
          {versions.data.map(({ id }) => (
            <MenuItem key={id} value={id}>
              {t('versions.name', { id })}
            </MenuItem>
          ))}
        </TextField>
      )}
      {versions.error && (
        <Alert severity="warning">{describeError(t, versions.error)}</Alert>
      )}
      <ol className={classes.list} aria-label={t('versions.title')}>
        {versions.data.map(version => (
          <VersionItem
            key={version.id}
            version={version}
            isReference={version.id === against}
            onRestore={
              mayRestore && !version.current && version.state !== 'destroyed'
                ? () => setRestoring({ secret, version })
                : undefined
            }
          />
        ))}
      </ol>
      {restoring && (
        <RestoreDialog
          {...restoring}
          current={versions.data.find(({ current }) => current)}
          onClose={() => setRestoring(undefined)}
          onRestored={() => {
            setRestoring(undefined);
            onNotice(
              t('versions.restored', {
                id: restoring.version.id,
                name: secret.name,
              }),
            );
          }}
        />
      )}
    </>
  );
}
