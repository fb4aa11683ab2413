import { useState } from 'react';
import Accordion from '@material-ui/core/Accordion';
import AccordionDetails from '@material-ui/core/AccordionDetails';
import AccordionSummary from '@material-ui/core/AccordionSummary';
import Typography from '@material-ui/core/Typography';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import { makeStyles } from '@material-ui/core/styles';
import { useFormContext } from 'react-hook-form';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { secretsTranslationRef } from '../../translation';
import { OptionalFields } from './OptionalFields';

const FIELDS = [
  'description',
  'owner',
  'project',
  'component',
  'expiresOn',
  'refreshInterval',
  'labels',
];

const useStyles = makeStyles(theme => ({
  fields: {
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(2),
  },
}));

/** @internal */
export interface OptionalSectionProps {
  /** The secret is not there yet, so that its component can be said. */
  isNew?: boolean;
}

/** What need not be said about a secret, folded away until somebody wants it or something in it is wrong. @internal */
export function OptionalSection({ isNew }: OptionalSectionProps) {
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const { errors } = useFormContext().formState;
  const [expanded, setExpanded] = useState(false);
  return (
    <Accordion
      variant="outlined"
      expanded={expanded || FIELDS.some(name => name in errors)}
      onChange={(_event, open) => setExpanded(open)}
      TransitionProps={{ unmountOnExit: true }}
    >
      <AccordionSummary
        expandIcon={<ExpandMoreIcon />}
        id="secret-optional"
        aria-controls="secret-optional-fields"
      >
        <Typography variant="body1">
          {t(isNew ? 'form.optionalNew' : 'form.optional')}
        </Typography>
      </AccordionSummary>
      <AccordionDetails className={classes.fields}>
        <OptionalFields isNew={isNew} />
      </AccordionDetails>
    </Accordion>
  );
}
