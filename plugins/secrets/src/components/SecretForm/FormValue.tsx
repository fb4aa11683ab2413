import {
  Controller,
  FieldPathByValue,
  FieldValues,
  useFormContext,
} from 'react-hook-form';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { secretsTranslationRef } from '../../translation';
import { Material, ValueField, ValueFieldProps } from '../ValueField';
import { SecretFormValues } from './formValues';

/** @internal */
export interface FormValueProps<TForm extends FieldValues>
  extends Pick<
    ValueFieldProps,
    'label' | 'hint' | 'singleLine' | 'generators' | 'onFile'
  > {
  name: FieldPathByValue<TForm, Material>;
  /** An empty value is legal, but only on purpose in a generic secret. */
  mayBeEmpty?: boolean;
}

/** A value of the form: masked, from a file, or to be made on the server. @internal */
export function FormValue<TForm extends FieldValues = SecretFormValues>(
  props: FormValueProps<TForm>,
) {
  const { name, mayBeEmpty, ...rest } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const { control } = useFormContext<TForm>();
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

function hasContent({ text, file, generate }: Material): boolean {
  return text !== '' || file !== undefined || generate !== undefined;
}
