import { FormEvent, useEffect, useRef, useState } from 'react';
import Button from '@material-ui/core/Button';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { FormProvider, Path, useForm } from 'react-hook-form';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  InstallationConfig,
  Namespace,
  SecretDetails,
  SecretsApiError,
} from '@strongroom/backstage-plugin-secrets-common';
import { useLinkSecret } from '../../queries';
import { secretsTranslationRef } from '../../translation';
import { PlacementFields } from '../CreateSecretDialog';
import {
  FormProblems,
  OptionalSection,
  ProblemSummary,
  startingNamespace,
  useFirstProblem,
} from '../SecretForm';
import { describeError } from '../StateMessage';
import { buildLink, emptyLink, LinkFormValues } from './linkForm';
import { LinkKeyFields } from './LinkKeyFields';
import { LinkSourceFields } from './LinkSourceFields';
import { locateLinkError } from './locateLinkError';

/** Choices, not typed input: losing them costs nothing. */
const CHOICES = ['namespace', 'plane', 'type', 'category'];

const useStyles = makeStyles(theme => ({
  form: { display: 'contents' },
  fields: {
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(2),
    paddingBottom: theme.spacing(2),
  },
  placement: {
    display: 'grid',
    gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    gap: theme.spacing(2),
    [theme.breakpoints.down('xs')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
}));

/** @internal */
export interface LinkSecretFormProps {
  config: InstallationConfig;
  /** Namespaces in which the viewer may create. */
  namespaces: Namespace[];
  /** The namespace to begin with. */
  namespace: string | undefined;
  onLinked: (secret: SecretDetails) => void;
  onCancel: () => void;
  /** Told whether closing would lose typed input. */
  onTyped: (typed: boolean) => void;
}

/** The form of a link: no field of it takes a value. @internal */
export function LinkSecretForm(props: LinkSecretFormProps) {
  const { config, namespaces, onLinked, onCancel, onTyped } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const root = useRef<HTMLFormElement>(null);
  const [start] = useState(() =>
    emptyLink({
      namespace: startingNamespace(namespaces, props.namespace),
      type: config.types[0],
      category: config.categories[0],
    }),
  );
  const form = useForm<LinkFormValues>({ defaultValues: start });
  const { dirtyFields } = form.formState;
  const [problems, setProblems] = useState<FormProblems>();
  const goToProblem = useFirstProblem(root);
  const link = useLinkSecret();

  const typed = Object.keys(dirtyFields).some(name => !CHOICES.includes(name));
  useEffect(() => onTyped(typed), [onTyped, typed]);

  function submit(event: FormEvent) {
    setProblems(undefined);
    form.handleSubmit(
      values =>
        link.mutate(
          { namespace: values.namespace, draft: buildLink(values) },
          { onSuccess: onLinked, onError: explain },
        ),
      goToProblem,
    )(event);
  }

  function explain(error: Error) {
    const message = describeError(t, error);
    const { placed, rest } =
      error instanceof SecretsApiError
        ? locateLinkError(error, form.getValues())
        : { placed: [], rest: [] };
    for (const [path, sentence] of placed) {
      form.setError(path as Path<LinkFormValues>, { message: sentence });
    }
    setProblems({ message, rest });
    goToProblem();
  }

  return (
    <FormProvider {...form}>
      <form
        ref={root}
        className={classes.form}
        onSubmit={submit}
        autoComplete="off"
        noValidate
        aria-label={t('link.title')}
      >
        <DialogContent dividers>
          <div className={classes.fields}>
            <Typography variant="body2">{t('link.explanation')}</Typography>
            <div className={classes.placement}>
              <PlacementFields config={config} namespaces={namespaces} />
            </div>
            <LinkSourceFields />
            <LinkKeyFields />
            <OptionalSection isNew />
            {problems && (
              <ProblemSummary severity="error" problems={problems} />
            )}
          </div>
        </DialogContent>
        <DialogActions>
          <Button onClick={onCancel} disabled={link.isPending}>
            {t('action.cancel')}
          </Button>
          <Button
            type="submit"
            variant="contained"
            color="primary"
            disabled={link.isPending}
          >
            {link.isPending ? t('link.running') : t('link.start')}
          </Button>
        </DialogActions>
      </form>
    </FormProvider>
  );
}
