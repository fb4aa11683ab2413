import FormHelperText from '@material-ui/core/FormHelperText';
import { FieldValues, useFormContext, useWatch } from 'react-hook-form';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Value } from '@strongroom/backstage-plugin-secrets-common';
import { formatBytes } from '../../presentation';
import { secretsTranslationRef } from '../../translation';
import { countBytes } from './countBytes';

/** @internal */
export interface SizeMeterProps<TForm extends FieldValues> {
  /** Most bytes that all values may have together. */
  limit: number;
  /** Values that the form would send. */
  collect: (form: TForm) => [string, Value][];
}

/** Says how much of the allowed size is used, and when it is too much. @internal */
export function SizeMeter<TForm extends FieldValues>(
  props: SizeMeterProps<TForm>,
) {
  const { limit, collect } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const { control, getValues } = useFormContext<TForm>();
  useWatch({ control });
  const bytes = countBytes(collect(getValues()));
  const sizes = { size: formatBytes(bytes), limit: formatBytes(limit) };
  return (
    <FormHelperText error={bytes > limit} aria-live="polite">
      {bytes > limit ? t('form.tooLarge', sizes) : t('form.size', sizes)}
    </FormHelperText>
  );
}
