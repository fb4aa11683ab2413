import Alert from '@material-ui/lab/Alert';
import AlertTitle from '@material-ui/lab/AlertTitle';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { PartialProblem } from '@strongroom/backstage-plugin-secrets-common';
import { formatPlane } from '../../presentation';
import { secretsTranslationRef } from '../../translation';

const useStyles = makeStyles(theme => ({
  root: { marginBottom: theme.spacing(2), overflowWrap: 'anywhere' },
  list: { margin: 0, paddingLeft: theme.spacing(2) },
}));

/** @internal */
export interface ProblemsBannerProps {
  problems: PartialProblem[];
}

/** Says which parts of the estate could not be read, so that the rows are not taken for all there is. @internal */
export function ProblemsBanner(props: ProblemsBannerProps) {
  const { problems } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  if (problems.length === 0) {
    return null;
  }
  return (
    <Alert severity="warning" className={classes.root}>
      <AlertTitle>{t('problems.title')}</AlertTitle>
      <ul className={classes.list}>
        {problems.map((problem, index) => (
          <li key={index}>{textOf(problem)}</li>
        ))}
      </ul>
    </Alert>
  );
}

function textOf({ plane, namespace, message }: PartialProblem): string {
  const where = [namespace, plane && formatPlane(plane)].filter(Boolean);
  return where.length > 0 ? `${where.join(', ')}: ${message}` : message;
}
