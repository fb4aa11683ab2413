import { useCallback, useEffect, useRef } from 'react';
import TextField from '@material-ui/core/TextField';
import { useDebounced } from './useDebounced';
import { useFilterStyles } from './useFilterStyles';

const SETTLES_MS = 400;

/** @internal */
export interface FilterTextProps {
  id: string;
  label: string;
  value: string | undefined;
  type?: 'search' | 'date';
  placeholder?: string;
  maxLength?: number;
  /** Told once typing rests; undefined when nothing is left. */
  onChange: (value: string | undefined) => void;
}

/** A filter that is typed. What is being typed stays out of the address until it rests. @internal */
export function FilterText(props: FilterTextProps) {
  const { id, label, type = 'search', placeholder, maxLength } = props;
  const classes = useFilterStyles();
  const onChange = useRef(props.onChange);
  useEffect(() => {
    onChange.current = props.onChange;
  });
  const settle = useCallback(
    (text: string) => onChange.current(text.trim() || undefined),
    [],
  );
  const [text, setText] = useDebounced(props.value ?? '', settle, SETTLES_MS);
  return (
    <TextField
      id={id}
      className={type === 'date' ? classes.choice : classes.text}
      variant="outlined"
      size="small"
      label={label}
      placeholder={placeholder}
      value={text}
      onChange={event => setText(event.target.value)}
      InputLabelProps={{ className: classes.label, shrink: true }}
      inputProps={{ type, autoComplete: 'off', spellCheck: false, maxLength }}
    />
  );
}
