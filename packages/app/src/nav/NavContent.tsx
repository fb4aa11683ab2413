import {
  Sidebar,
  SidebarDivider,
  SidebarItem,
  SidebarSpace,
} from '@backstage/core-components';
import { NavContentComponentProps } from '@backstage/plugin-app-react';
import CategoryIcon from '@material-ui/icons/Category';
import SettingsIcon from '@material-ui/icons/Settings';

/** Two places to go: what runs here, and the settings with their Secrets tab. */
export function NavContent(props: NavContentComponentProps) {
  const catalog = props.navItems.take('page:catalog');
  const settings = props.navItems.take('page:user-settings');
  return (
    <Sidebar>
      <SidebarDivider />
      {catalog && (
        <SidebarItem
          icon={CategoryIcon}
          to={catalog.href}
          text={catalog.title}
        />
      )}
      <SidebarSpace />
      <SidebarDivider />
      {settings && (
        <SidebarItem
          icon={SettingsIcon}
          to={settings.href}
          text={settings.title}
        />
      )}
    </Sidebar>
  );
}
