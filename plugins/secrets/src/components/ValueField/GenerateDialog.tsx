import { useState } from 'react';
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogContentText from '@material-ui/core/DialogContentText';
import DialogTitle from '@material-ui/core/DialogTitle';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { GeneratedValue } from '@strongroom/backstage-plugin-secrets-common';
import { secretsTranslationRef } from '../../translation';
import {
  DEFAULT_CHARACTERS,
  DEFAULT_LENGTH,
  generatorLabel,
} from './describeGenerated';
import { GeneratorFields, GeneratorRules } from './GeneratorFields';

const TITLE_ID = 'generate-value-title';
const SHORTEST = 8;
const LONGEST = 1024;

/** @internal */
export interface GenerateDialogProps {
  /** The field the value is for. */
  label: string;
  kinds: readonly GeneratedValue['kind'][];
  onClose: () => void;
  onChosen: (generate: GeneratedValue) => void;
}

/** Asks how a value is to be made on the server. @internal */
export function GenerateDialog(props: GenerateDialogProps) {
  const { label, kinds, onClose, onChosen } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const [kind, setKind] = useState(kinds[0]);
  const [rules, setRules] = useState<GeneratorRules>({
    length: String(DEFAULT_LENGTH),
    characters: DEFAULT_CHARACTERS,
    withoutLookalikes: false,
    comment: '',
  });
  const length = Number(rules.length);
  const isLengthWrong =
    (kind === 'password' || kind === 'hex') &&
    !(Number.isInteger(length) && length >= SHORTEST && length <= LONGEST);
  const isEmpty = kind === 'password' && rules.characters.length === 0;

  return (
    <Dialog
      open
      fullWidth
      maxWidth="xs"
      onClose={onClose}
      aria-labelledby={TITLE_ID}
    >
      <DialogTitle id={TITLE_ID}>{t('generate.title')}</DialogTitle>
      <DialogContent>
        <DialogContentText>
          {t('generate.explanation', { label })}
        </DialogContentText>
        <RadioGroup
          aria-label={t('generate.what')}
          value={kind}
          onChange={event =>
            setKind(event.target.value as GeneratedValue['kind'])
          }
        >
          {kinds.map(option => (
            <FormControlLabel
              key={option}
              value={option}
              control={<Radio size="small" color="primary" />}
              label={generatorLabel(t, option)}
            />
          ))}
        </RadioGroup>
        <GeneratorFields
          kind={kind}
          rules={rules}
          onChange={setRules}
          lengthProblem={
            isLengthWrong
              ? t('generate.lengthRange', {
                  from: String(SHORTEST),
                  to: String(LONGEST),
                })
              : undefined
          }
        />
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button
          variant="contained"
          color="primary"
          disabled={isLengthWrong || isEmpty}
          onClick={() => onChosen(build())}
        >
          {t('generate.take')}
        </Button>
      </DialogActions>
    </Dialog>
  );

  function build(): GeneratedValue {
    switch (kind) {
      case 'password':
        return {
          kind,
          length,
          characters: rules.characters,
          ...(rules.withoutLookalikes && { withoutLookalikes: true }),
        };
      case 'hex':
        return { kind, length };
      case 'ssh-ed25519':
        return { kind, ...(rules.comment && { comment: rules.comment }) };
      default:
        return { kind };
    }
  }
}
