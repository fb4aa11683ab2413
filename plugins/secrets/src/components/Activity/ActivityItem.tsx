import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Activity } from '@strongroom/backstage-plugin-secrets-common';
import { formatAge, useNow } from '../../presentation';
import { secretsTranslationRef } from '../../translation';
import { useToneStyles } from '../DeliveryState';
import { KeyChips } from '../KeyChips';
import { nameOutcome } from './nameOutcome';
import { OUTCOME_VISUALS } from './outcomeVisuals';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: theme.spacing(1.5),
    padding: theme.spacing(1.5, 0),
    borderTop: `1px solid ${theme.palette.divider}`,
  },
  text: {
    flexGrow: 1,
    minWidth: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
  },
}));

/** @internal */
export interface ActivityItemProps {
  row: Activity;
}

/** One row of the record: what was done and how it ended, by whom and when, and which keys it was about. @internal */
export function ActivityItem(props: ActivityItemProps) {
  const { actor, action, outcome, time, keys, reason } = props.row;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const tones = useToneStyles();
  const now = useNow(15_000);
  const { Icon, tone } = OUTCOME_VISUALS[outcome];

  return (
    <li className={classes.root}>
      <Icon fontSize="small" className={tones[tone]} aria-hidden />
      <div className={classes.text}>
        <Typography variant="body2">
          <strong>{t(`activity.did.${action}`)}</strong>
          {' · '}
          {nameOutcome(t, props.row)}
        </Typography>
        <Typography variant="body2" color="textSecondary">
          {t('activity.by', { actor })}
          {', '}
          <time dateTime={time} title={new Date(time).toLocaleString()}>
            {formatAge(time, now)}
          </time>
        </Typography>
        {reason && (
          <Typography variant="body2">
            {t('activity.reason', { reason })}
          </Typography>
        )}
        {keys && keys.length > 0 && <KeyChips names={keys} />}
      </div>
    </li>
  );
}
