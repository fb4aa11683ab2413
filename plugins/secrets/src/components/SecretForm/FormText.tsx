import TextField, { OutlinedTextFieldProps } from '@material-ui/core/TextField';
import {
  FieldError,
  FieldPathByValue,
  FieldValues,
  get,
  RegisterOptions,
  useFormContext,
} from 'react-hook-form';
import { SecretFormValues } from './formValues';

/** @internal */
export interface FormTextProps<TForm extends FieldValues>
  extends Omit<OutlinedTextFieldProps, 'name' | 'variant'> {
  name: FieldPathByValue<TForm, string>;
  rules?: RegisterOptions<TForm>;
  hint?: string;
}

/** A plain text field of the form, with its problem beneath. @internal */
export function FormText<TForm extends FieldValues = SecretFormValues>(
  props: FormTextProps<TForm>,
) {
  const { name, rules, hint, inputProps, ...rest } = props;
  const { register, formState } = useFormContext<TForm>();
  const { ref, ...field } = register(name, rules as object);
  const problem: string | undefined = (
    get(formState.errors, name) as FieldError | undefined
  )?.message;
  return (
    <TextField
      {...rest}
      {...field}
      id={rest.id ?? `secret-${name}`}
      inputRef={ref}
      variant="outlined"
      size="small"
      fullWidth
      error={Boolean(problem)}
      helperText={problem ?? hint}
      InputLabelProps={{ shrink: true }}
      inputProps={{ autoComplete: 'off', spellCheck: false, ...inputProps }}
    />
  );
}
