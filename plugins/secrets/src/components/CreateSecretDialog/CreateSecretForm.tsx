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
  SecretValidation,
} from '@strongroom/backstage-plugin-secrets-common';
import { formatBytes } from '../../presentation';
import { useCheckSecret, useCreateSecret } from '../../queries';
import { secretsTranslationRef } from '../../translation';
import { describeError } from '../StateMessage';
import {
  collectValues,
  countBytes,
  emptyForm,
  FormProblems,
  LocatedProblems,
  locateKey,
  locateProblems,
  OptionalSection,
  ProblemSummary,
  SecretFormValues,
  SizeMeter,
  startingNamespace,
  TypeFields,
  useFirstProblem,
} from '../SecretForm';
import { buildDraft } from './buildDraft';
import { locateError } from './locateError';
import { PlacementFields } from './PlacementFields';
import { useSizeLimit } from './useSizeLimit';

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
    paddingTop: theme.spacing(0.5),
    [theme.breakpoints.down('xs')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
}));

/** @internal */
export interface CreateSecretFormProps {
  config: InstallationConfig;
  /** Namespaces in which the viewer may create. */
  namespaces: Namespace[];
  /** The namespace to begin with. */
  namespace: string | undefined;
  onCreated: (secret: SecretDetails) => void;
  onCancel: () => void;
  /** Told whether closing would lose typed input. */
  onTyped: (typed: boolean) => void;
}

/** The form of a new secret. Values live in it and nowhere else, and leave with it. @internal */
export function CreateSecretForm(props: CreateSecretFormProps) {
  const { config, namespaces, onCreated, onCancel, onTyped } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const root = useRef<HTMLFormElement>(null);
  const [start] = useState(() =>
    emptyForm({
      namespace: startingNamespace(namespaces, props.namespace),
      type: config.types[0],
      category: config.categories[0],
    }),
  );
  const form = useForm<SecretFormValues>({ defaultValues: start });
  const { dirtyFields } = form.formState;
  const [problems, setProblems] = useState<FormProblems>();
  const [doubts, setDoubts] = useState<FormProblems>();
  const goToProblem = useFirstProblem(root);
  const limit = useSizeLimit(form.control);
  const readDraft = () => {
    const values = form.getValues();
    return { namespace: values.namespace, draft: buildDraft(values) };
  };
  const check = useCheckSecret(readDraft);
  const create = useCreateSecret(readDraft);
  const busy = check.isPending || create.isPending;

  const typed = Object.keys(dirtyFields).some(name => !CHOICES.includes(name));
  useEffect(() => onTyped(typed), [onTyped, typed]);
  useEffect(() => () => form.reset(start), [form, start]);

  // What has been changed since has to be checked again.
  useEffect(() => {
    const watching = form.watch(() => setDoubts(undefined));
    return () => watching.unsubscribe();
  }, [form]);

  function refuse(found?: FormProblems) {
    setProblems(found);
    goToProblem();
  }

  function write() {
    create.mutate(undefined, { onSuccess: finish, onError: explain });
  }

  function judge({ errors: wrong, warnings }: SecretValidation) {
    if (wrong.length > 0) {
      const located = locateProblems(wrong, form.getValues(), locateKey);
      point(t('form.toCorrect'), located);
    } else if (warnings.length > 0) {
      setDoubts({ message: t('form.doubtful'), rest: warnings });
      goToProblem();
    } else {
      write();
    }
  }

  function submit(event: FormEvent) {
    setProblems(undefined);
    form.handleSubmit(
      values => {
        const tooMuch = explainAmount(values);
        if (tooMuch) {
          refuse({ message: tooMuch, rest: [] });
          return;
        }
        if (doubts) {
          write();
        } else {
          check.mutate(undefined, { onSuccess: judge, onError: explain });
        }
      },
      () => refuse(),
    )(event);
  }

  function finish(created: SecretDetails) {
    form.reset(start);
    create.reset();
    onCreated(created);
  }

  function explain(error: Error) {
    const message = describeError(t, error);
    if (!(error instanceof SecretsApiError)) {
      refuse({ message, rest: [] });
      return;
    }
    point(message, locateError(error, form.getValues()));
  }

  function point(message: string, { placed, rest }: LocatedProblems) {
    for (const [path, sentence] of placed) {
      form.setError(path as Path<SecretFormValues>, { message: sentence });
    }
    refuse({ message, rest });
  }

  return (
    <FormProvider {...form}>
      <form
        ref={root}
        className={classes.form}
        onSubmit={submit}
        autoComplete="off"
        noValidate
        aria-label={t('form.title')}
      >
        <DialogContent dividers>
          <div className={classes.fields}>
            <div className={classes.placement}>
              <PlacementFields config={config} namespaces={namespaces} />
            </div>
            <Typography variant="h6" component="h3">
              {t('form.values')}
            </Typography>
            <TypeFields
              onProblem={message =>
                setProblems(message ? { message, rest: [] } : undefined)
              }
            />
            <SizeMeter limit={limit} collect={collectValues} />
            <OptionalSection isNew />
            {doubts && <ProblemSummary severity="warning" problems={doubts} />}
            {problems && (
              <ProblemSummary severity="error" problems={problems} />
            )}
          </div>
        </DialogContent>
        <DialogActions>
          <Button onClick={onCancel} disabled={busy}>
            {t('action.cancel')}
          </Button>
          <Button
            type="submit"
            variant="contained"
            color="primary"
            disabled={busy}
          >
            {nameSubmit()}
          </Button>
        </DialogActions>
      </form>
    </FormProvider>
  );

  function nameSubmit(): string {
    if (check.isPending) {
      return t('form.checking');
    }
    if (create.isPending) {
      return t('form.creating');
    }
    return doubts ? t('action.createAnyway') : t('action.create');
  }

  function explainAmount(values: SecretFormValues): string | undefined {
    const bytes = countBytes(collectValues(values));
    if (bytes > limit) {
      return t('form.tooLarge', {
        size: formatBytes(bytes),
        limit: formatBytes(limit),
      });
    }
    return values.type === 'Opaque' && values.pairs.length > config.limits.keys
      ? t('form.tooManyKeys', { limit: String(config.limits.keys) })
      : undefined;
  }
}
