import TextField, { OutlinedTextFieldProps } from '@material-ui/core/TextField';
import {
  FieldError,
  FieldPathByValue,
  get,
  RegisterOptions,
  useFormContext,
} from 'react-hook-form';
import { SecretFormValues } from './formValues';

/** @internal */
export interface FormTextProps
  extends Omit<OutlinedTextFieldProps, 'name' | 'variant'> {
  name: FieldPathByValue<SecretFormValues, string>;
  rules?: RegisterOptions<SecretFormValues>;
  hint?: string;
}

/** A plain text field of the form, with its problem beneath. @internal */
export function FormText(props: FormTextProps) {
  const { name, rules, hint, inputProps, ...rest } = props;
  const { register, formState } = useFormContext<SecretFormValues>();
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
