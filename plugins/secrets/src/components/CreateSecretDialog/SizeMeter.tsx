import FormHelperText from '@material-ui/core/FormHelperText';
import { useFormContext, useWatch } from 'react-hook-form';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { formatBytes } from '../../presentation';
import { secretsTranslationRef } from '../../translation';
import { countBytes } from './countBytes';
import { SecretFormValues } from './formValues';

/** @internal */
export interface SizeMeterProps {
  /** Most bytes that all values may have together. */
  limit: number;
}

/** Says how much of the allowed size is used, and when it is too much. @internal */
export function SizeMeter(props: SizeMeterProps) {
  const { limit } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const { control, getValues } = useFormContext<SecretFormValues>();
  useWatch({ control });
  const bytes = countBytes(getValues());
  const sizes = { size: formatBytes(bytes), limit: formatBytes(limit) };
  return (
    <FormHelperText error={bytes > limit} aria-live="polite">
      {bytes > limit ? t('form.tooLarge', sizes) : t('form.size', sizes)}
    </FormHelperText>
  );
}
