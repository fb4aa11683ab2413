export { SecretDrawer } from './SecretDrawer';
