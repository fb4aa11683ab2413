import ListItem from '@material-ui/core/ListItem';
import Typography from '@material-ui/core/Typography';
import ErrorIcon from '@material-ui/icons/Error';
import HelpOutlineIcon from '@material-ui/icons/HelpOutline';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntitySecret } from '@strongroom/backstage-plugin-secrets-common';
import { secretTypeLabel } from '../../presentation';
import { secretRouteRef } from '../../routing';
import { secretsTranslationRef } from '../../translation';
import { DeliveryLabel } from '../DeliveryState';

const useStyles = makeStyles(theme => ({
  item: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-start',
    justifyContent: 'space-between',
    columnGap: theme.spacing(2),
    borderBottom: `1px solid ${theme.palette.divider}`,
    '&:last-child': { borderBottom: 'none' },
  },
  text: { minWidth: 0, flex: '1 1 200px', overflowWrap: 'anywhere' },
  state: {
    ...theme.typography.body2,
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.75),
  },
  missing: { color: theme.palette.error.main },
}));

/** @internal */
export interface EntitySecretItemProps {
  use: EntitySecret;
}

/** One secret that a component uses: its name, how and which keys, and whether it arrived. @internal */
export function EntitySecretItem(props: EntitySecretItemProps) {
  const { reference, type, keys, via, missingKeys, presence } = props.use;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  // Undefined in a portal that has switched the tab off.
  const linkTo = useRouteRef(secretRouteRef);
  const name = `${reference.namespace}/${reference.name}`;
  const ways = via.map(way => t(`via.${way}`)).join(', ');
  return (
    <ListItem disableGutters className={classes.item}>
      <div className={classes.text}>
        <Typography variant="body2">
          {linkTo ? <Link to={linkTo(reference)}>{name}</Link> : name}
        </Typography>
        <Typography variant="body2" color="textSecondary">
          {[type && secretTypeLabel(t, type), ways].filter(Boolean).join(' · ')}
        </Typography>
        {keys.length > 0 && (
          <Typography variant="body2" color="textSecondary">
            {t('card.keys', { keys: keys.join(', ') })}
          </Typography>
        )}
        {missingKeys && missingKeys.length > 0 && (
          <Typography variant="body2" color="error">
            {t('card.missingKeys', { keys: missingKeys.join(', ') })}
          </Typography>
        )}
      </div>
      {renderState()}
    </ListItem>
  );

  function renderState() {
    if (presence === 'missing') {
      return (
        <span className={`${classes.state} ${classes.missing}`}>
          <ErrorIcon fontSize="small" aria-hidden />
          {t('card.missing')}
        </span>
      );
    }
    if (presence === 'unknown' || !props.use.delivery) {
      return (
        <span className={classes.state} title={t('card.unknownSentence')}>
          <HelpOutlineIcon fontSize="small" aria-hidden />
          {t('card.unknown')}
        </span>
      );
    }
    return (
      <span className={classes.state}>
        <DeliveryLabel delivery={props.use.delivery} />
      </span>
    );
  }
}
