import { RefObject } from 'react';
import Button from '@material-ui/core/Button';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import { makeStyles } from '@material-ui/core/styles';
import { useFormContext, useWatch } from 'react-hook-form';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SecretDetails } from '@strongroom/backstage-plugin-secrets-common';
import { secretsTranslationRef } from '../../translation';
import {
  FormProblems,
  OptionalSection,
  PairFields,
  ProblemSummary,
  SizeMeter,
  TypeFields,
} from '../SecretForm';
import { collectSent } from './buildChange';
import { EditFormValues, EditMode, switchMode } from './editForm';
import { KeyChangeFields } from './KeyChangeFields';
import { useStepStyles } from './useStepStyles';

const useStyles = makeStyles({
  form: { display: 'contents' },
});

/** @internal */
export interface EditStepProps {
  /** The secret that the change is decided on. */
  secret: SecretDetails;
  root: RefObject<HTMLFormElement>;
  limit: number;
  problems: FormProblems | undefined;
  onProblems: (problems: FormProblems | undefined) => void;
  onReview: () => void;
  onCancel: () => void;
}

/** What is to be changed: single keys or all of them, and what describes the secret. @internal */
export function EditStep(props: EditStepProps) {
  const { secret, root, limit, problems, onProblems } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = { ...useStepStyles(), ...useStyles() };
  const { control, getValues, setValue } = useFormContext<EditFormValues>();
  const mode = useWatch({ control, name: 'mode' });
  const keptInGit = secret.source === 'gitops';

  const onProblem = (sentence: string | undefined) =>
    onProblems(sentence ? { message: sentence, rest: [] } : undefined);

  return (
    <form
      ref={root}
      className={classes.form}
      onSubmit={event => {
        event.preventDefault();
        props.onReview();
      }}
      autoComplete="off"
      noValidate
      aria-label={t('edit.title', { name: secret.name })}
    >
      <DialogContent dividers className={classes.content}>
        {keptInGit ? (
          <Alert severity="info">{t('edit.keptInGit')}</Alert>
        ) : (
          <RadioGroup
            aria-label={t('edit.mode')}
            value={mode}
            onChange={event => changeMode(event.target.value as EditMode)}
          >
            <FormControlLabel
              value="some"
              control={<Radio size="small" color="primary" />}
              label={t('edit.some')}
            />
            <FormControlLabel
              value="all"
              control={<Radio size="small" color="primary" />}
              label={t('edit.all')}
            />
          </RadioGroup>
        )}
        {mode === 'all' ? renderAll() : renderSome()}
        <SizeMeter<EditFormValues> limit={limit} collect={collectSent} />
        {mode === 'some' && !keptInGit && <OptionalSection />}
        {problems && <ProblemSummary severity="error" problems={problems} />}
      </DialogContent>
      <DialogActions>
        <Button onClick={props.onCancel}>{t('action.cancel')}</Button>
        <Button type="submit" variant="contained" color="primary">
          {t('edit.review')}
        </Button>
      </DialogActions>
    </form>
  );

  function changeMode(next: EditMode) {
    const taken = switchMode(getValues(), next);
    setValue('keys', taken.keys, { shouldDirty: true });
    setValue('pairs', taken.pairs, { shouldDirty: true });
    setValue('mode', taken.mode);
  }

  function renderSome() {
    return (
      <>
        <Typography variant="h6" component="h3">
          {t('edit.keys')}
        </Typography>
        <KeyChangeFields mayRemove={!keptInGit} />
        {!keptInGit && (
          <>
            <Typography variant="h6" component="h3">
              {t('edit.newKeys')}
            </Typography>
            <PairFields onProblem={onProblem} taken={secret.keys} />
          </>
        )}
      </>
    );
  }

  function renderAll() {
    return (
      <>
        <Alert severity="warning" role="note">
          {t('edit.allWarning')}
        </Alert>
        <TypeFields onProblem={onProblem} valuesNeeded />
      </>
    );
  }
}
