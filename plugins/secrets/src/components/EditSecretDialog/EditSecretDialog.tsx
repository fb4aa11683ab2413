import { useEffect, useRef, useState } from 'react';
import Dialog from '@material-ui/core/Dialog';
import DialogTitle from '@material-ui/core/DialogTitle';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import { Theme } from '@material-ui/core/styles';
import { FormProvider, useForm } from 'react-hook-form';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SecretDetails } from '@strongroom/backstage-plugin-secrets-common';
import { secretsTranslationRef } from '../../translation';
import { SavedSecret } from '../SavedSecret';
import { DiscardDialog, useFirstProblem, useLeaveWarning } from '../SecretForm';
import { MAX_FILE_BYTES } from '../ValueField';
import { ConflictStep } from './ConflictStep';
import { EditFormValues, EditMode, startEdit } from './editForm';
import { EditStep } from './EditStep';
import { GoneStep } from './GoneStep';
import { ReviewStep } from './ReviewStep';
import { summariseChange } from './summariseChange';
import { useEditSteps } from './useEditSteps';

const TITLE_ID = 'edit-secret-title';

/** @internal */
export interface EditSecretDialogProps {
  /** The secret as the viewer saw it: a change made since then is shown before anything is overwritten. */
  secret: SecretDetails;
  mode: EditMode;
  onClose: () => void;
}

/** Changes a secret without reading it: form, summary, and what to do when somebody else was faster. @internal */
export function EditSecretDialog(props: EditSecretDialogProps) {
  const { secret, mode, onClose } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const fullScreen = useMediaQuery<Theme>(theme =>
    theme.breakpoints.down('xs'),
  );
  const [start] = useState(() => startEdit(secret, mode));
  const form = useForm<EditFormValues>({ defaultValues: start });
  const { dirtyFields } = form.formState;
  const root = useRef<HTMLFormElement>(null);
  const goToProblem = useFirstProblem(root);
  const limit = Math.min(
    MAX_FILE_BYTES,
    secret.capabilities?.maxBytes ?? MAX_FILE_BYTES,
  );
  const steps = useEditSteps({ secret, form, limit, onRefused: goToProblem });
  const [leaving, setLeaving] = useState(false);
  const wouldLose =
    steps.step.at !== 'saved' && Object.keys(dirtyFields).length > 0;

  useLeaveWarning(wouldLose);
  useEffect(() => () => form.reset(startEdit(secret, 'some')), [form, secret]);

  function leave() {
    if (!steps.saving) {
      if (wouldLose) {
        setLeaving(true);
      } else {
        onClose();
      }
    }
  }

  return (
    <Dialog
      open
      fullWidth
      maxWidth="md"
      fullScreen={fullScreen}
      onClose={leave}
      aria-labelledby={TITLE_ID}
    >
      <DialogTitle id={TITLE_ID} style={{ overflowWrap: 'anywhere' }}>
        {steps.step.at === 'saved'
          ? t('change.saved', { name: secret.name })
          : t('edit.title', { name: secret.name })}
      </DialogTitle>
      <FormProvider {...form}>{renderStep()}</FormProvider>
      <DiscardDialog
        open={leaving}
        description={t('edit.discard')}
        onStay={() => setLeaving(false)}
        onLeave={onClose}
      />
    </Dialog>
  );

  function renderStep() {
    const { step } = steps;
    switch (step.at) {
      case 'review':
        return (
          <ReviewStep
            summary={summariseChange(form.getValues(), steps.base)}
            saving={steps.saving}
            problems={steps.problems}
            onBack={steps.edit}
            onSave={steps.save}
          />
        );
      case 'conflict':
        return (
          <ConflictStep
            theirs={step.theirs}
            mine={summariseChange(form.getValues(), steps.base)}
            saving={steps.saving}
            onEdit={steps.edit}
            onApply={steps.save}
            onDiscard={onClose}
          />
        );
      case 'gone':
        return <GoneStep onClose={onClose} />;
      case 'saved':
        return (
          <SavedSecret
            secret={step.secret}
            arrived={t('change.arrived')}
            onClose={onClose}
          />
        );
      default:
        return (
          <EditStep
            secret={steps.base}
            root={root}
            limit={limit}
            problems={steps.problems}
            onProblems={steps.setProblems}
            onReview={steps.review}
            onCancel={leave}
          />
        );
    }
  }
}
