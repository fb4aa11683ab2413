import CancelIcon from '@material-ui/icons/Cancel';
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import HelpOutlineIcon from '@material-ui/icons/HelpOutline';
import RadioButtonUncheckedIcon from '@material-ui/icons/RadioButtonUnchecked';
import SyncIcon from '@material-ui/icons/Sync';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { DeliveryStep } from '@strongroom/backstage-plugin-secrets-common';
import { formatAge, useNow } from '../../presentation';
import { secretsTranslationRef } from '../../translation';
import { useToneStyles } from './useToneStyles';

const VISUALS = {
  done: { Icon: CheckCircleIcon, tone: 'good' },
  running: { Icon: SyncIcon, tone: 'busy' },
  waiting: { Icon: RadioButtonUncheckedIcon, tone: 'waiting' },
  failed: { Icon: CancelIcon, tone: 'bad' },
  unknown: { Icon: HelpOutlineIcon, tone: 'doubtful' },
} as const;

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  step: {
    display: 'flex',
    gap: theme.spacing(1.5),
    padding: theme.spacing(1, 0),
  },
  text: { minWidth: 0, overflowWrap: 'anywhere' },
}));

/** @internal */
export interface DeliveryStepsProps {
  steps: DeliveryStep[];
}

/** The path of a value, step by step, each with its state in words and its age. @internal */
export function DeliverySteps(props: DeliveryStepsProps) {
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const tones = useToneStyles();
  const now = useNow(1_000);
  return (
    <ol className={classes.list} aria-label={t('delivery.steps')}>
      {props.steps.map((step, index) => {
        const { Icon, tone } = VISUALS[step.state];
        return (
          <li key={index} className={classes.step}>
            <Icon className={tones[tone]} fontSize="small" aria-hidden />
            <div className={classes.text}>
              <Typography variant="body2">
                <strong>{stepTitle(step)}</strong>
                {' · '}
                {t(`stepState.${step.state}`)}
                {step.at && (
                  <>
                    {', '}
                    <time dateTime={step.at} title={step.at}>
                      {formatAge(step.at, now)}
                    </time>
                  </>
                )}
              </Typography>
              <Typography variant="body2" color="textSecondary">
                {step.sentence}
              </Typography>
              {step.remedy && (
                <Typography variant="body2">
                  {t('delivery.remedy', { remedy: step.remedy })}
                </Typography>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );

  function stepTitle(step: DeliveryStep): string {
    if (step.store) {
      return t('step.pushedTo', { store: step.store });
    }
    return step.consumer
      ? t('step.pulledBy', {
          consumer: `${step.consumer.namespace}/${step.consumer.name}`,
        })
      : t(`step.${step.step}`);
  }
}
