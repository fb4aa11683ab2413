import IconButton from '@material-ui/core/IconButton';
import InputAdornment from '@material-ui/core/InputAdornment';
import TextField from '@material-ui/core/TextField';
import Tooltip from '@material-ui/core/Tooltip';
import AttachFileIcon from '@material-ui/icons/AttachFile';
import AutorenewIcon from '@material-ui/icons/Autorenew';
import VisibilityIcon from '@material-ui/icons/Visibility';
import VisibilityOffIcon from '@material-ui/icons/VisibilityOff';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { secretsTranslationRef } from '../../translation';
import { useTimedReveal } from './useTimedReveal';

const MAX_ROWS = 8;

const useStyles = makeStyles({
  text: {
    fontFamily: 'monospace',
    // Fields of several lines have no password type of their own.
    '&[data-masked="true"]': { '-webkit-text-security': 'disc' },
  },
});

/** @internal */
export interface MaskedInputProps {
  id: string;
  label: string;
  text: string;
  onChange: (text: string) => void;
  singleLine?: boolean;
  invalid: boolean;
  /** Id of the text that explains the field. */
  helperId: string;
  /** Opens the choice of a file. */
  onBrowse?: () => void;
  /** Opens the choice of what the server makes. */
  onGenerate?: () => void;
}

/** A text field whose content is masked unless its owner looks at it, which nothing in a browser remembers. @internal */
export function MaskedInput(props: MaskedInputProps) {
  const { id, label, text, onChange, singleLine, invalid } = props;
  const { onBrowse, onGenerate } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const [shown, toggle] = useTimedReveal();
  const toggleText = shown
    ? t('value.hide', { label })
    : t('value.show', { label });
  const browseText = t('value.browse', { label });
  const generateText = t('generate.open', { label });
  return (
    <TextField
      id={id}
      fullWidth
      variant="outlined"
      size="small"
      label={label}
      value={text}
      onChange={event => onChange(event.target.value)}
      error={invalid}
      multiline={!singleLine}
      maxRows={MAX_ROWS}
      InputLabelProps={{ shrink: true }}
      inputProps={{
        className: classes.text,
        'data-masked': !shown,
        'aria-describedby': props.helperId,
        type: singleLine && !shown ? 'password' : 'text',
        autoComplete: singleLine ? 'new-password' : 'off',
        autoCapitalize: 'off',
        autoCorrect: 'off',
        // A spelling service would get the value.
        spellCheck: false,
        'data-1p-ignore': true,
        'data-lpignore': 'true',
      }}
      InputProps={{
        endAdornment: (
          <InputAdornment position="end">
            <Tooltip title={toggleText}>
              <IconButton
                size="small"
                aria-label={toggleText}
                aria-pressed={shown}
                onClick={toggle}
              >
                {shown ? <VisibilityOffIcon /> : <VisibilityIcon />}
              </IconButton>
            </Tooltip>
            {onGenerate && (
              <Tooltip title={generateText}>
                <IconButton
                  size="small"
                  aria-label={generateText}
                  onClick={onGenerate}
                >
                  <AutorenewIcon />
                </IconButton>
              </Tooltip>
            )}
            {onBrowse && (
              <Tooltip title={browseText}>
                <IconButton
                  size="small"
                  aria-label={browseText}
                  onClick={onBrowse}
                >
                  <AttachFileIcon />
                </IconButton>
              </Tooltip>
            )}
          </InputAdornment>
        ),
      }}
    />
  );
}
