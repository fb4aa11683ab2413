import { useState } from 'react';
import { Path, UseFormReturn } from 'react-hook-form';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  SecretDetails,
  SecretsApiError,
} from '@strongroom/backstage-plugin-secrets-common';
import { formatBytes } from '../../presentation';
import { isErrorCode, useChangeSecret, useReloadSecret } from '../../queries';
import { secretsTranslationRef } from '../../translation';
import { countBytes, FormProblems, locateProblems } from '../SecretForm';
import { describeError } from '../StateMessage';
import { buildChange, collectSent } from './buildChange';
import { compareMeanwhile, ForeignChanges } from './compareMeanwhile';
import { EditFormValues, startEdit } from './editForm';
import { locateChange } from './locateChange';
import { rebaseForm } from './rebaseForm';
import { isNoChange, summariseChange } from './summariseChange';

/** Where a change is. @internal */
export type EditPosition =
  | { at: 'edit' | 'review' | 'gone' }
  | { at: 'conflict'; theirs: ForeignChanges }
  | { at: 'saved'; secret: SecretDetails };

/** @internal */
export interface UseEditStepsOptions {
  secret: SecretDetails;
  form: UseFormReturn<EditFormValues>;
  /** Most bytes that may be sent. */
  limit: number;
  /** Told that something in the form has to be corrected. */
  onRefused: () => void;
}

/** Leads a change from the form over its summary to the answer; what was typed stays until it is saved. @internal */
export function useEditSteps(options: UseEditStepsOptions) {
  const { secret, form, limit, onRefused } = options;
  const { t } = useTranslationRef(secretsTranslationRef);
  const [base, setBase] = useState(secret);
  const [step, setStep] = useState<EditPosition>({ at: 'edit' });
  const [problems, setProblems] = useState<FormProblems>();
  const [comparing, setComparing] = useState(false);
  const change = useChangeSecret(on => buildChange(form.getValues(), on));
  const reload = useReloadSecret();

  function refuse(found?: FormProblems) {
    setProblems(found);
    setStep({ at: 'edit' });
    onRefused();
  }

  function review() {
    setProblems(undefined);
    form.handleSubmit(
      values => {
        const bytes = countBytes(collectSent(values));
        if (bytes > limit) {
          const sizes = { size: formatBytes(bytes), limit: formatBytes(limit) };
          refuse({ message: t('form.tooLarge', sizes), rest: [] });
        } else if (isNoChange(summariseChange(values, base))) {
          refuse({ message: t('edit.nothing'), rest: [] });
        } else {
          setStep({ at: 'review' });
        }
      },
      () => refuse(),
    )();
  }

  function save() {
    setProblems(undefined);
    change.mutate(base, { onSuccess: finish, onError: explain });
  }

  function finish(saved: SecretDetails) {
    form.reset(startEdit(secret, 'some'));
    change.reset();
    setStep({ at: 'saved', secret: saved });
  }

  function explain(error: Error) {
    if (isErrorCode(error, 'VersionConflict')) {
      compare(error as SecretsApiError);
    } else if (isErrorCode(error, 'SecretNotFound')) {
      setStep({ at: 'gone' });
    } else {
      point(error);
    }
  }

  function point(error: Error) {
    const message = describeError(t, error);
    const details = error instanceof SecretsApiError ? error.details : [];
    const { placed, rest } = locateProblems(
      details,
      form.getValues(),
      locateChange,
    );
    if (placed.length === 0) {
      // There is nothing to correct: it may be tried again as it is.
      setProblems({ message, rest });
      setStep({ at: 'review' });
      return;
    }
    for (const [path, sentence] of placed) {
      form.setError(path as Path<EditFormValues>, { message: sentence });
    }
    refuse({ message, rest });
  }

  async function compare(error: SecretsApiError) {
    setComparing(true);
    try {
      const fresh = await reload(secret);
      const theirs = compareMeanwhile(base, fresh, error.details);
      form.reset(rebaseForm(form.getValues(), base, fresh), {
        keepDefaultValues: true,
      });
      setBase(fresh);
      setStep({ at: 'conflict', theirs });
    } catch (failure) {
      if (isErrorCode(failure, 'SecretNotFound', 'NamespaceNotFound')) {
        setStep({ at: 'gone' });
      } else {
        point(failure as Error);
      }
    } finally {
      setComparing(false);
    }
  }

  return {
    step,
    /** The secret that the change is decided on. */
    base,
    problems,
    setProblems,
    saving: change.isPending || comparing,
    edit: () => setStep({ at: 'edit' }),
    review,
    save,
  };
}
