import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormGroup from '@material-ui/core/FormGroup';
import TextField from '@material-ui/core/TextField';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { GeneratedValue } from '@strongroom/backstage-plugin-secrets-common';
import { secretsTranslationRef } from '../../translation';

type CharacterClass = NonNullable<GeneratedValue['characters']>[number];

const CLASSES: CharacterClass[] = ['lower', 'upper', 'digits', 'symbols'];

/** Rules of all kinds as they are being filled in. @internal */
export interface GeneratorRules {
  /** Characters of a password, bytes behind hex. */
  length: string;
  characters: CharacterClass[];
  withoutLookalikes: boolean;
  /** Comment of the public half of an SSH key. */
  comment: string;
}

/** @internal */
export interface GeneratorFieldsProps {
  kind: GeneratedValue['kind'];
  rules: GeneratorRules;
  onChange: (rules: GeneratorRules) => void;
  lengthProblem: string | undefined;
}

/** The rules that a kind of generated value knows. @internal */
export function GeneratorFields(props: GeneratorFieldsProps) {
  const { kind, rules, onChange, lengthProblem } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  switch (kind) {
    case 'password':
      return (
        <>
          {renderLength(t('generate.characters'))}
          <FormGroup row aria-label={t('generate.classes')} role="group">
            {CLASSES.map(name => (
              <FormControlLabel
                key={name}
                control={
                  <Checkbox
                    size="small"
                    color="primary"
                    checked={rules.characters.includes(name)}
                    onChange={event => choose(name, event.target.checked)}
                  />
                }
                label={t(`generate.class.${name}`)}
              />
            ))}
          </FormGroup>
          <FormControlLabel
            control={
              <Checkbox
                size="small"
                color="primary"
                checked={rules.withoutLookalikes}
                onChange={event =>
                  onChange({
                    ...rules,
                    withoutLookalikes: event.target.checked,
                  })
                }
              />
            }
            label={t('generate.withoutLookalikes')}
          />
        </>
      );
    case 'hex':
      return renderLength(t('generate.bytes'));
    case 'ssh-ed25519':
      return (
        <TextField
          id="generate-comment"
          fullWidth
          margin="dense"
          size="small"
          variant="outlined"
          label={t('generate.comment')}
          helperText={t('generate.commentHint')}
          value={rules.comment}
          onChange={event =>
            onChange({ ...rules, comment: event.target.value })
          }
          InputLabelProps={{ shrink: true }}
          inputProps={{ maxLength: 255, autoComplete: 'off' }}
        />
      );
    default:
      return null;
  }

  function choose(name: CharacterClass, chosen: boolean) {
    onChange({
      ...rules,
      characters: CLASSES.filter(other =>
        other === name ? chosen : rules.characters.includes(other),
      ),
    });
  }

  function renderLength(label: string) {
    return (
      <TextField
        id="generate-length"
        type="number"
        fullWidth
        margin="dense"
        size="small"
        variant="outlined"
        label={label}
        value={rules.length}
        onChange={event => onChange({ ...rules, length: event.target.value })}
        error={lengthProblem !== undefined}
        helperText={lengthProblem}
        InputLabelProps={{ shrink: true }}
        inputProps={{ autoComplete: 'off' }}
      />
    );
  }
}
