export { SavedSecret } from './SavedSecret';
