import { useState } from 'react';
import DoneAllIcon from '@material-ui/icons/DoneAll';
import ErrorIcon from '@material-ui/icons/Error';
import InfoIcon from '@material-ui/icons/Info';
import WarningIcon from '@material-ui/icons/Warning';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import Skeleton from '@material-ui/lab/Skeleton';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Finding,
  RepairAction,
  SecretKeyRef,
} from '@strongroom/backstage-plugin-secrets-common';
import { isErrorCode, useFindings } from '../../queries';
import { secretsTranslationRef } from '../../translation';
import { useToneStyles } from '../DeliveryState';
import {
  describeError,
  ErrorMessage,
  ProblemsBanner,
  StateMessage,
} from '../StateMessage';
import { FindingItem } from './FindingItem';
import { RepairDialog } from './RepairDialog';

const GROUPS = [
  { severity: 'error', Icon: ErrorIcon, tone: 'bad' },
  { severity: 'warning', Icon: WarningIcon, tone: 'doubtful' },
  { severity: 'info', Icon: InfoIcon, tone: 'busy' },
] as const;

const useStyles = makeStyles(theme => ({
  group: { marginBottom: theme.spacing(3) },
  title: {
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(1),
  },
  list: { listStyle: 'none', margin: 0, padding: 0 },
}));

/** @internal */
export interface FindingsViewProps {
  /** The namespace to look at; all that the viewer may see when undefined. */
  namespace: string | undefined;
  /** Address of the details of a secret. */
  hrefOf: (ref: SecretKeyRef) => string;
  /** What had the focus is gone with the finding. */
  onSettled: () => void;
}

/** What is not as it should be, the most serious first, with what can be done about it. @internal */
export function FindingsView(props: FindingsViewProps) {
  const { namespace, hrefOf, onSettled } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const tones = useToneStyles();
  const findings = useFindings(namespace);
  const [repairing, setRepairing] = useState<{
    finding: Finding;
    action: RepairAction;
  }>();

  return (
    <>
      {renderFindings()}
      {repairing && (
        <RepairDialog
          {...repairing}
          onClose={settled => {
            setRepairing(undefined);
            if (settled) {
              onSettled();
            }
          }}
        />
      )}
    </>
  );

  function renderFindings() {
    const { data, error } = findings;
    if (
      error &&
      (!data || isErrorCode(error, 'NotAllowed', 'NotAuthenticated'))
    ) {
      return <ErrorMessage error={error} onRetry={() => findings.refetch()} />;
    }
    if (!data) {
      return (
        <div role="status" aria-label={t('state.loading')}>
          <Skeleton height={64} />
          <Skeleton height={64} />
        </div>
      );
    }
    return (
      <>
        <ProblemsBanner problems={data.problems} />
        {error && <Alert severity="warning">{describeError(t, error)}</Alert>}
        {data.items.length === 0
          ? renderNothing(data.problems.length > 0)
          : GROUPS.map(group => renderGroup(group, data.items))}
      </>
    );
  }

  function renderGroup(
    { severity, Icon, tone }: (typeof GROUPS)[number],
    all: Finding[],
  ) {
    const found = all.filter(finding => finding.severity === severity);
    const title = t(`findings.severity.${severity}`);
    return (
      found.length > 0 && (
        <section key={severity} className={classes.group}>
          <Typography variant="h6" component="h2" className={classes.title}>
            <Icon className={tones[tone]} aria-hidden />
            {title}
          </Typography>
          <Paper
            component="ul"
            variant="outlined"
            className={classes.list}
            aria-label={title}
          >
            {found.map(finding => (
              <FindingItem
                key={finding.id}
                finding={finding}
                hrefOf={hrefOf}
                onRepair={action => setRepairing({ finding, action })}
              />
            ))}
          </Paper>
        </section>
      )
    );
  }

  function renderNothing(partial: boolean) {
    return partial ? (
      <StateMessage
        Icon={WarningIcon}
        title={t('findings.partialTitle')}
        description={t('findings.partialDescription')}
      />
    ) : (
      <StateMessage
        Icon={DoneAllIcon}
        title={t('findings.emptyTitle')}
        description={t('findings.emptyDescription')}
      />
    );
  }
}
