import { useState } from 'react';
import Button from '@material-ui/core/Button';
import ButtonGroup from '@material-ui/core/ButtonGroup';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import AddIcon from '@material-ui/icons/Add';
import ArrowDropDownIcon from '@material-ui/icons/ArrowDropDown';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { secretsTranslationRef } from '../../translation';

const MENU_ID = 'secrets-create-menu';

/** @internal */
export interface CreateButtonProps {
  onCreate: () => void;
  onLink: () => void;
}

/** Creates a secret; beside it, the way to link one that exists. @internal */
export function CreateButton(props: CreateButtonProps) {
  const { onCreate, onLink } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const [anchor, setAnchor] = useState<HTMLElement>();
  return (
    <>
      <ButtonGroup variant="contained" color="primary">
        <Button startIcon={<AddIcon />} onClick={onCreate}>
          {t('action.create')}
        </Button>
        <Button
          size="small"
          aria-label={t('link.more')}
          aria-haspopup="menu"
          aria-controls={anchor && MENU_ID}
          aria-expanded={anchor ? true : undefined}
          onClick={event => setAnchor(event.currentTarget)}
        >
          <ArrowDropDownIcon />
        </Button>
      </ButtonGroup>
      <Menu
        id={MENU_ID}
        open={Boolean(anchor)}
        anchorEl={anchor}
        getContentAnchorEl={null}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        onClose={() => setAnchor(undefined)}
      >
        <MenuItem
          onClick={() => {
            setAnchor(undefined);
            onLink();
          }}
        >
          {t('link.open')}
        </MenuItem>
      </Menu>
    </>
  );
}
