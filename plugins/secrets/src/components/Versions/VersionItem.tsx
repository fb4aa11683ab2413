import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SecretVersion } from '@strongroom/backstage-plugin-secrets-common';
import { formatAge, useNow } from '../../presentation';
import { secretsTranslationRef } from '../../translation';
import { KeyChangeList, KeyChips } from '../KeyChips';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    alignItems: 'start',
    gap: theme.spacing(0.5, 1),
    padding: theme.spacing(1.5, 0),
    borderTop: `1px solid ${theme.palette.divider}`,
  },
  keys: { gridColumn: '1 / -1' },
}));

/** @internal */
export interface VersionItemProps {
  version: SecretVersion;
  /** Whether the others are compared with this one. */
  isReference: boolean;
  /** Asks to make it the present one; undefined where that cannot be done. */
  onRestore?: () => void;
}

/** One version: who made it and when, what state it is in, and which keys differ. @internal */
export function VersionItem(props: VersionItemProps) {
  const { version, isReference, onRestore } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const now = useNow(15_000);
  const { id, createdAt, createdBy } = version;
  const state = version.current ? 'current' : version.state;

  return (
    <li className={classes.root}>
      <div>
        <Typography variant="body2">
          <strong>{t('versions.name', { id })}</strong>
          {' · '}
          {t(`versions.state.${state}`)}
          {', '}
          <time dateTime={createdAt} title={createdAt}>
            {formatAge(createdAt, now)}
          </time>
        </Typography>
        <Typography variant="body2" color="textSecondary">
          {createdBy
            ? t('versions.by', { by: createdBy })
            : t('versions.fromElsewhere')}
        </Typography>
      </div>
      {onRestore && (
        <Button
          size="small"
          variant="outlined"
          aria-label={t('versions.restoreOne', { id })}
          onClick={onRestore}
        >
          {t('versions.restore')}
        </Button>
      )}
      <Typography className={classes.keys} variant="body2" component="div">
        {renderKeys()}
      </Typography>
    </li>
  );

  function renderKeys() {
    if (isReference) {
      return t('versions.isReference');
    }
    if (version.changes) {
      return <KeyChangeList changes={version.changes} />;
    }
    return version.keys && <KeyChips names={version.keys} />;
  }
}
