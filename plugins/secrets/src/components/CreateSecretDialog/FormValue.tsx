import { Controller, FieldPathByValue, useFormContext } from 'react-hook-form';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { secretsTranslationRef } from '../../translation';
import { Material, ValueField } from '../ValueField';
import { SecretFormValues } from './formValues';

/** @internal */
export interface FormValueProps {
  name: FieldPathByValue<SecretFormValues, Material>;
  label: string;
  hint?: string;
  singleLine?: boolean;
  /** An empty value is legal, but only on purpose in a generic secret. */
  mayBeEmpty?: boolean;
  onFile?: (fileName: string) => void;
}

/** A value of the form: masked, or from a file. @internal */
export function FormValue(props: FormValueProps) {
  const { name, mayBeEmpty, ...rest } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const { control } = useFormContext<SecretFormValues>();
  return (
    <Controller
      control={control}
      name={name}
      rules={{
        validate: material =>
          mayBeEmpty ||
          hasContent(material as Material) ||
          t('form.valueNeeded'),
      }}
      render={({ field, fieldState }) => (
        <ValueField
          {...rest}
          id={`secret-${name}`}
          value={field.value as Material}
          onChange={field.onChange}
          error={fieldState.error?.message}
        />
      )}
    />
  );
}

function hasContent({ text, file }: Material): boolean {
  return text !== '' || file !== undefined;
}
